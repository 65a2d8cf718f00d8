import type { Kysely } from "kysely";
import { loadManyByKey } from "#kit/batch.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Deadlines by transfer id, the earliest first. */
export const deadlinesByTransfer = (db: Kysely<ProvincialCommitteesTables>) =>
  loadManyByKey(
    (transferIds: readonly string[]) =>
      db
        .selectFrom("activity_transfer_deadline")
        .innerJoin("activity_transfer", "activity_transfer.id", "transfer_id")
        .select([
          "transfer_id as transferId", "subject", "due_on as dueOn", "working_days as workingDays",
          "activity_transfer_deadline.legal_basis_code as legalBasisCode", "met_on as metOn", "ended_on as endedOn",
        ])
        .where((eb) => eb("transfer_id", "=", eb.fn.any(eb.val([...transferIds]))))
        .orderBy("transfer_id")
        .orderBy("due_on")
        .orderBy("subject")
        .execute(),
    (deadline) => deadline.transferId,
  );

/** What decides whether a limit was kept; all of them are days. */
export interface Deadline {
  readonly subject: string;
  readonly dueOn: string;
  readonly metOn: string | null;
  /** Day on which the transfer ended; null while it is open. */
  readonly endedOn: string | null;
}

/**
 * Whether a limit had run out undone by a day: its last day is still in time, and so is the day it was met. A transfer
 * that has ended without a letter has nothing more to be started.
 */
export function isOverdue({ subject, dueOn, metOn, endedOn }: Deadline, on: string): boolean {
  const doneOn = metOn ?? (subject === "START_TRANSFER" ? endedOn : null);
  return dueOn < on && (doneOn === null || on < doneOn);
}
