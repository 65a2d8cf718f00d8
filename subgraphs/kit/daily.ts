import { sql, type Kysely, type Transaction } from "kysely";
import { dayInVietnam, dayPlus } from "#contract/working-days.ts";

/** Work that is due once for each day that is over. */
export interface DailyTask<Tables> {
  readonly db: Kysely<Tables>;
  /** Name under which the table `day_done` keeps the days. */
  readonly task: string;
  /** What is done, in the transaction that notes the day. */
  readonly run: (tx: Transaction<Tables>, day: string, now: Date) => Promise<void>;
  readonly now?: () => Date;
}

/** Days are long, so that looking every ten minutes is soon enough. */
const LOOK_EVERY_MS = 600_000;

/**
 * Looks every ten minutes whether the day that has just ended in Việt Nam is done, beginning in ten minutes. What fails
 * is logged and tried again; a day during which no process ran is left out.
 */
export function startDaily<Tables>(task: DailyTask<Tables>): { readonly stop: () => void } {
  const timer = setInterval(() => void doLastDay(task).catch(console.error), LOOK_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/**
 * Does the work for the day before today, unless it is done; answers whether it was done now. Of several processes over
 * one database the others wait for the first and find the day noted.
 */
export async function doLastDay<Tables>({
  db,
  task,
  run,
  now = () => new Date(),
}: DailyTask<Tables>): Promise<boolean> {
  const at = now();
  const day = dayPlus(dayInVietnam(at), -1);
  return db.transaction().execute(async (tx) => {
    const { numAffectedRows } = await sql`
      insert into day_done (task, day, done_at) values (${task}, ${day}, ${at}) on conflict do nothing`.execute(tx);
    if (numAffectedRows !== 1n) return false;
    await run(tx, day, at);
    return true;
  });
}
