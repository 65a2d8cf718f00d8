import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { REGISTRAR, type Reach } from "#contract/reach.ts";
import { dayInVietnam } from "#contract/working-days.ts";
import type { AgencyDatabase } from "#kit/database.ts";
import { doEach, sweep } from "#kit/sweep.ts";
import { takeStep } from "#kit/take-step.ts";
import type { ActTransaction } from "./acts.ts";
import { tellTransferStep } from "./outgoing.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/**
 * Marks letters of other committees that were not shown here within their limit, and tells their senders. Of those who
 * come home from abroad the ministry finds it. Answers how many.
 */
export const markOverdueArrivals = (
  database: AgencyDatabase<ProvincialCommitteesTables>,
  reach: Reach,
  now: Date = new Date(),
): Promise<number> => sweep({ database, reach, some: [(tx, rowsMax) => markSome(tx, rowsMax, now)] });

async function markSome(tx: ActTransaction, rowsMax: number, now: Date): Promise<number> {
  const today = dayInVietnam(now);
  const due = await tx
    .selectFrom("arrival")
    .select(["id", "sender"])
    .where("state", "in", ["IN_TRANSIT", "REISSUED"])
    .where("present_due_on", "<", today)
    .where("sender", "<>", REGISTRAR)
    .orderBy("present_due_on")
    .limit(rowsMax)
    .forUpdate()
    .skipLocked()
    .execute();
  return doEach(tx, due, async ({ id, sender }) => {
    const step = { table: "arrival", id, expectedVersion: null, lifecycle: transferLifecycle } as const;
    const { row } = await takeStep(tx, { ...step, act: "MARK_TRANSFER_OVERDUE" });
    await tellTransferStep({ tx, today, now }, sender, id, row);
  });
}
