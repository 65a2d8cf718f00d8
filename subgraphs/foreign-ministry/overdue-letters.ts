import { assignmentLifecycle } from "#contract/lifecycles/assignment.ts";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { dayInVietnam, dayPlus } from "#contract/working-days.ts";
import type { AgencyDatabase } from "#kit/database.ts";
import { emit } from "#kit/outbox.ts";
import { doEach, sweep } from "#kit/sweep.ts";
import { takeStep } from "#kit/take-step.ts";
import { noteStayStep, stayRow, tellHome } from "./stay-case.ts";
import type { ForeignMinistryTables } from "./tables.ts";

type Scene = Parameters<typeof tellHome>[0];

/**
 * Marks what was not shown within its limit, and tells the other side: letters of members who come, and of those who go
 * home with their stays. Answers how many. Several processes may do so at once: each letter is marked by one of them.
 */
export function markOverdueLetters(
  database: AgencyDatabase<ForeignMinistryTables>,
  routes: ReadonlyMap<string, string>,
  now: Date = new Date(),
): Promise<number> {
  const reach = { committees: [], memberId: null, organization: REGISTRAR, isRegistrar: true };
  const targetOf = (code: string) => routes.get(code) ?? null;
  const some = [markReturns, markArrivals].map((markSome) => (tx: Scene["tx"], rowsMax: number) =>
    markSome({ tx, now, targetOf, today: dayInVietnam(now) }, rowsMax),
  );
  return sweep({ database, reach, some });
}

/**
 * Days for which a letter shown at home within its limit may still be on its way as news: so long is an event tried
 * before it is parked.
 */
const NEWS_DAYS = 1;

/** Letters home that nobody has shown; what was shown, or has its file checked, is late no more. */
async function markReturns(scene: Scene, rowsMax: number): Promise<number> {
  const { tx, today, targetOf } = scene;
  const due = await tx
    .selectFrom("return_transfer")
    .innerJoin("overseas_assignment as stay", "stay.id", "return_transfer.assignment_id")
    .select(["return_transfer.id as transferId", "stay.id", "stay.state", "stay.home_committee", "stay.move_kind"])
    .where("return_transfer.state", "in", ["IN_TRANSIT", "REISSUED"])
    .where("present_by", "<", dayPlus(today, -NEWS_DAYS))
    .orderBy("present_by")
    .limit(rowsMax)
    .forUpdate()
    .skipLocked()
    .execute();
  return doEach(tx, due, async ({ transferId, state, ...stay }) => {
    // A letter that was issued again after its limit finds the stay overdue already.
    if (state === "INTRODUCED_HOME") await markStay(scene, stay);
    await markLetter(scene, "return_transfer", transferId, targetOf(stay.home_committee));
  });
}

async function markArrivals(scene: Scene, rowsMax: number): Promise<number> {
  const { tx, today } = scene;
  const due = await tx
    .selectFrom("arrival")
    .select(["id", "sender"])
    .where("state", "in", ["IN_TRANSIT", "REISSUED"])
    .where("present_due_on", "<", today)
    .orderBy("present_due_on")
    .limit(rowsMax)
    .forUpdate()
    .skipLocked()
    .execute();
  return doEach(tx, due, ({ id, sender }) => markLetter(scene, "arrival", id, sender));
}

/** Marks a transfer and tells its other side, if there is one in the hub. */
async function markLetter({ tx, today, now }: Scene, table: string, id: string, target: string | null): Promise<void> {
  const step = { table, id, expectedVersion: null, lifecycle: transferLifecycle } as const;
  const { row } = await takeStep(tx, { ...step, act: "MARK_TRANSFER_OVERDUE" });
  if (target === null) return;
  const nothing = { organizationId: null, letterNumber: null, presentBy: null, reason: null };
  const body = { transferId: id, act: row.act, state: row.to, by: "SYSTEM", on: today, ...nothing } as const;
  await emit(tx, [{ target, subject: id, kind: "transfer.stepped", body }], now);
}

async function markStay(scene: Scene, stay: Parameters<typeof tellHome>[1]): Promise<void> {
  const found = { row: stayRow("MARK_RETURN_OVERDUE"), actor: "SYSTEM" } as const;
  const own = { table: "overseas_assignment", id: stay.id, expectedVersion: null } as const;
  await takeStep(scene.tx, { ...own, lifecycle: assignmentLifecycle, act: "MARK_RETURN_OVERDUE" });
  await noteStayStep(scene, stay.id, found);
  await tellHome(scene, stay, found);
}
