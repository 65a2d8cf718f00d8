import type { Kysely } from "kysely";
import { loadManyByKey } from "#kit/batch.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Deadlines by transfer id, the earliest first. */
export const deadlinesByTransfer = (db: Kysely<ProvincialCommitteesTables>) =>
  loadManyByKey(
    (transferIds: readonly string[]) =>
      db
        .selectFrom("activity_transfer_deadline")
        .select([
          "transfer_id as transferId", "subject", "due_on as dueOn", "working_days as workingDays",
          "legal_basis_code as legalBasisCode", "met_on as metOn",
        ])
        .where((eb) => eb("transfer_id", "=", eb.fn.any(eb.val([...transferIds]))))
        .orderBy("transfer_id")
        .orderBy("due_on")
        .orderBy("subject")
        .execute(),
    (deadline) => deadline.transferId,
  );

/** What decides whether a limit was kept; both are days. */
export interface Deadline {
  readonly dueOn: string;
  readonly metOn: string | null;
}

/** Whether a limit had run out undone by a day: its last day is still in time, and so is the day it was met. */
export const isOverdue = ({ dueOn, metOn }: Deadline, on: string) =>
  dueOn < on && (metOn === null || on < metOn);
