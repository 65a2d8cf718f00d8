import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createPublicKey } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { readLog } from "../../deploy/audit/stored-log.ts";
import { verifyLog } from "../../deploy/audit/verify-log.ts";
import { readEntryHead } from "../../gateway/audit/entry.ts";
import { openAuditKeys } from "../../gateway/audit/keys.ts";
import type { LogReport } from "../../gateway/audit/verify.ts";

/** What callers saw, and what the log says about it. */
export interface AuditHistory {
  /** Ids of the intents whose answers left. */
  readonly answered: readonly string[];
  /** Milliseconds that refused callers waited. */
  readonly refusedAfterMs: readonly number[];
  /** Answers without exactly one intent and one outcome in the log. */
  readonly unaccounted: readonly string[];
  readonly report: LogReport;
}

const processFile = fileURLToPath(new URL("audit-process.ts", import.meta.url));

/** The command that serves callers from the log in a folder; `answers` ends it. */
export const auditProcess = (folder: string, answers?: number): readonly string[] => {
  const end = answers === undefined ? [] : [String(answers)];
  return [process.execPath, processFile, join(folder, "log"), join(folder, "keys"), ...end];
};

/** Runs a command and answers the lines it wrote; kills it so many milliseconds after its first line. */
export async function linesOf(
  [file = "", ...args]: readonly string[],
  killAfterMs?: number,
): Promise<readonly string[]> {
  const child = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  const closed = once(child, "close");
  let text = "";
  child.stdout.on("data", (chunk) => (text += String(chunk)));
  if (killAfterMs !== undefined) {
    await Promise.race([once(child.stdout, "data"), closed]);
    await setTimeout(killAfterMs);
    child.kill("SIGKILL");
  }
  await closed;
  return text.split("\n").slice(0, -1);
}

/** Lays what callers saw beside what stands in the log. */
export async function historyOf(folder: string, lines: readonly string[]): Promise<AuditHistory> {
  const name = "hub.test/audit";
  const config = { name, folder: join(folder, "log"), keysFolder: join(folder, "keys"), databaseUrl: null };
  const key = { name, publicKey: createPublicKey(openAuditKeys(config.keysFolder, name).signer.privateKey) };
  const counts = new Map<string, number>();
  await readLog(config, (entries) => {
    for (const { body } of entries) {
      const { id, kind, intent } = readEntryHead(body) ?? {};
      const access = kind === "INTENT" ? `intent ${id}` : `outcome ${intent}`;
      counts.set(access, (counts.get(access) ?? 0) + 1);
    }
    return true;
  });
  const answered = lines.flatMap((line) => /^answered (.+)$/.exec(line)?.[1] ?? []);
  return {
    answered,
    refusedAfterMs: lines.flatMap((line) => /^refused (\d+)$/.exec(line)?.[1] ?? []).map(Number),
    unaccounted: answered.filter((id) => counts.get(`intent ${id}`) !== 1 || counts.get(`outcome ${id}`) !== 1),
    report: await verifyLog(config, { key, witnesses: [], notes: [] }),
  };
}

/** Starts the process so many times on one log and kills it each time within `withinMs` of its first answer. */
export async function historyOfKills(folder: string, kills: number, withinMs: number): Promise<AuditHistory> {
  const lines: string[] = [];
  for (let kill = 0; kill < kills; kill++) {
    lines.push(...(await linesOf(auditProcess(folder), Math.random() * withinMs)));
  }
  return historyOf(folder, lines);
}
