import type { NoteKey } from "../../gateway/audit/checkpoint.ts";
import { LogVerifier, type LogReport } from "../../gateway/audit/verify.ts";
import type { AuditConfig } from "./config.ts";
import { readLog, readNotes } from "./stored-log.ts";

/** Whom a verification trusts, and what it knows from elsewhere. */
export interface Trust {
  readonly key: NoteKey;
  readonly witnesses: readonly NoteKey[];
  /** Signed checkpoints that were kept elsewhere: only they show that the end of a log was cut off or rewritten. */
  readonly notes: readonly string[];
}

/** Verifies a whole log, wherever its entries lie, up to its first fault. */
export async function verifyLog(config: AuditConfig, { key, witnesses, notes }: Trust): Promise<LogReport> {
  // The checkpoints first: one that is made in the meantime would speak of entries that were not read.
  const verifier = new LogVerifier(key, witnesses, [...(await readNotes(config)), ...notes]);
  await readLog(config, (entries) => entries.every((entry) => verifier.add(entry)));
  return verifier.report();
}

/** A report as lines for an operator. */
export function reportLines(report: LogReport): readonly string[] {
  const { fault, unconcluded } = report;
  const lines = [
    `${report.entries} entries in ${report.epochs} epochs`,
    `${report.entries - report.unsigned} of them under a checkpoint`,
    `${report.checkpoints} checkpoints, ${report.cosignatures} signatures of witnesses`,
    `${unconcluded.length} intents without outcome, ${report.skewed} entries while the date was moved`,
    ...unconcluded.slice(0, 10).map((id) => `  not concluded: ${id}`),
  ];
  if (fault === null) return [...lines, report.entries > 0 ? "The log is whole." : "There is nothing to verify."];
  const place = fault.from === fault.to ? `sequence ${fault.from}` : `sequences ${fault.from} to ${fault.to}`;
  return [...lines, `THE LOG IS NOT AS IT WAS WRITTEN, first at ${place}: ${fault.reason}`];
}
