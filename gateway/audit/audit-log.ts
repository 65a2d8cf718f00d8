import type { AuditSetting } from "./audit-setting.ts";
import { machineClock, type Clock, type Moment } from "./clock.ts";
import { intentText, outcomeText, type IntentFacts, type OutcomeFacts } from "./facts.ts";
import { lockFolder } from "./folder-lock.ts";
import { openAuditKeys } from "./keys.ts";
import { requireOwnLog } from "./same-log.ts";
import { AuditWriter, type AuditUnavailable } from "./writer.ts";

/** Where a log is and who hears of its troubles. */
export interface AuditLogOptions extends AuditSetting {
  /** Hears of each failure and of each recovery, as a sentence for the operator. */
  readonly log: (sentence: string) => void;
  readonly clock?: Clock;
  /** 10,000 unless told. */
  readonly checkpointEntries?: number;
  /** Milliseconds after which a disk that does not answer is a refusal; 900 unless told. */
  readonly waitMs?: number;
  /** Milliseconds to wait for another process to let go of the folder; 12,000 unless told. */
  readonly lockWaitMs?: number;
}

/** An append-only, hash-chained log of every access to personal data. */
export interface AuditLog extends AsyncDisposable {
  /** Writes the INTENT: to be awaited before the first fetch. @throws AuditUnavailable within a second */
  readonly intend: (facts: IntentFacts) => Promise<IntendedAccess>;
  /** Why no personal data can be served now; null while they can. */
  readonly refusal: () => AuditUnavailable | null;
  /** Writes what waits, makes a last checkpoint and lets go of the folder. */
  readonly close: () => Promise<void>;
}

/** An access that was announced and must be concluded. */
export interface IntendedAccess {
  /** Id of the INTENT entry. */
  readonly id: string;
  /**
   * Writes the OUTCOME, once: to be awaited before the answer leaves.
   * @throws AuditUnavailable within a second; then the answer must not leave
   */
  readonly conclude: (facts: OutcomeFacts) => Promise<void>;
}

/** Longer than a gateway that was told to stop may go on. */
const LOCK_WAIT_MS = 12_000;

/**
 * Opens the log in a folder, in whatever state the last process left it, and begins a new epoch.
 * @throws when another process writes it, when it has another name or key, cannot be written, or is damaged within
 */
export async function openAuditLog(options: AuditLogOptions): Promise<AuditLog> {
  const { name, folder, log, clock = machineClock } = options;
  const { checkpointEntries = 10_000, checkpointMs = 60_000, waitMs = 900, lockWaitMs = LOCK_WAIT_MS } = options;
  await using opening = new AsyncDisposableStack();
  opening.defer(await lockFolder(folder, lockWaitMs));
  const keys = openAuditKeys(options.keysFolder, name);
  await requireOwnLog(folder, options.keysFolder, keys.signer);
  const limits = { checkpointEntries, checkpointMs, waitMs };
  const writer = await AuditWriter.open({ folder, signer: keys.signer, clock, log, ...limits });
  opening.defer(() => writer.close());
  const opened = opening.move();

  const intend = async (facts: IntentFacts): Promise<IntendedAccess> => {
    const id = await writer.append("INTENT", null, (moment) => intentText(facts, keys, yearOf(moment)));
    let isConcluded = false;
    const conclude = async (outcome: OutcomeFacts) => {
      if (isConcluded) throw new Error(`The access ${id} has been concluded already.`);
      isConcluded = true;
      await writer.append("OUTCOME", id, (moment) => outcomeText(outcome, keys, yearOf(moment)));
    };
    return { id, conclude };
  };
  const close = () => opened.disposeAsync();
  return { intend, refusal: () => writer.refusal, close, [Symbol.asyncDispose]: close };
}

const yearOf = ({ at }: Moment) => new Date(at).getUTCFullYear();
