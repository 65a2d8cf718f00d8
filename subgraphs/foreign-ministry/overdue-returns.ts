import { assignmentLifecycle } from "#contract/lifecycles/assignment.ts";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { dayInVietnam } from "#contract/working-days.ts";
import type { AgencyDatabase } from "#kit/database.ts";
import { emit } from "#kit/outbox.ts";
import { takeStep } from "#kit/take-step.ts";
import { noteStayStep, stayRow, tellHome } from "./stay-case.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** Stays that one transaction marks: few, so that clerks who act on them hardly wait. */
const BATCH_MAX = 50;

/**
 * Marks stays whose letter was not shown at home within its limit, and tells home; answers how many. Several processes
 * may do so at once: each stay is marked by one of them.
 */
export async function markOverdueReturns(
  database: AgencyDatabase<ForeignMinistryTables>,
  routes: ReadonlyMap<string, string>,
  now: Date = new Date(),
): Promise<number> {
  const today = dayInVietnam(now);
  const reach = { committees: [], memberId: null, organization: REGISTRAR, isRegistrar: true };
  let marked = 0;
  for (let last = BATCH_MAX; last === BATCH_MAX; marked += last) {
    last = await database
      .within(reach)
      .transaction()
      .execute(async (tx) => {
        const scene = { tx, today, now, targetOf: (code: string) => routes.get(code) ?? null };
        const due = await tx
          .selectFrom("overseas_assignment")
          .select(["id", "home_committee", "move_kind"])
          .where("state", "=", "INTRODUCED_HOME")
          .where("return_due_on", "<", today)
          .orderBy("return_due_on")
          .limit(BATCH_MAX)
          .forUpdate()
          .skipLocked()
          .execute();
        for (const stay of due) await markOne(scene, stay);
        return due.length;
      });
  }
  return marked;
}

type Scene = Parameters<typeof tellHome>[0];

async function markOne(scene: Scene, stay: Parameters<typeof tellHome>[1]): Promise<void> {
  const { tx, today, now, targetOf } = scene;
  const found = { row: stayRow("MARK_RETURN_OVERDUE"), actor: "SYSTEM" } as const;
  const own = { table: "overseas_assignment", id: stay.id, expectedVersion: null } as const;
  await takeStep(tx, { ...own, lifecycle: assignmentLifecycle, act: "MARK_RETURN_OVERDUE" });
  await noteStayStep(scene, stay.id, found);
  await tellHome(scene, stay, found);
  const transfer = await tx
    .selectFrom("return_transfer")
    .select("id")
    .where("assignment_id", "=", stay.id)
    .where("state", "in", ["IN_TRANSIT", "REISSUED"])
    .executeTakeFirst();
  const target = targetOf(stay.home_committee);
  if (!transfer) return;
  const { id } = transfer;
  const step = { table: "return_transfer", id, expectedVersion: null, lifecycle: transferLifecycle } as const;
  const { row } = await takeStep(tx, { ...step, act: "MARK_TRANSFER_OVERDUE" });
  if (target === null) return;
  const nothing = { organizationId: null, letterNumber: null, presentBy: null, reason: null };
  const body = { transferId: id, act: row.act, state: row.to, by: "SYSTEM", on: today, ...nothing } as const;
  await emit(tx, [{ target, subject: id, kind: "transfer.stepped", body }], now);
}
