import type { Transaction } from "kysely";
import type { AgencyEvent } from "#contract/events.ts";
import { EventRefused } from "#kit/inbox.ts";
import type { OrganizationCommissionTables } from "../tables.ts";
import { todayInVietnam } from "../today.ts";
import { keepHandIn } from "./hand-ins.ts";
import { releaseDay } from "./releases.ts";

/**
 * Takes one part of a register's counts of a day. With the last one the hand-in is whole, and the day is published if
 * it is due. Counts that contradict others fail here, so that the last part comes again until somebody has corrected
 * them, or is parked at its source.
 */
export async function takeReport(
  tx: Transaction<OrganizationCommissionTables>,
  { source, subject, body }: AgencyEvent<"counts.reported">,
): Promise<void> {
  const { day, part, parts, counts, isSynthetic } = body;
  const known = tx.selectFrom("statistics_source").select("name").where("name", "=", source);
  if (!(await known.executeTakeFirst())) throw new EventRefused("EVENT_MISDIRECTED");
  const now = new Date();
  // Nobody has counted a day that is not over, and a release of it would keep the next ones back.
  if (subject !== day || day >= todayInVietnam(now)) throw new EventRefused("EVENT_UNEXPECTED");
  const stored = await partsOf(tx, day, source);
  if (part !== stored.length + 1 || part > parts) throw new EventRefused("EVENT_UNEXPECTED");
  if (part < parts) {
    await tx.insertInto("statistics_part").values({ day, source, part, counts: JSON.stringify(counts) }).execute();
    return;
  }
  await tx.deleteFrom("statistics_part").where("day", "=", day).where("source", "=", source).execute();
  const all = [...stored.flatMap((each) => each.counts), ...counts];
  await keepHandIn(tx, { day, source, counts: all, isSynthetic }, now);
  await releaseDay(tx, day, now);
}

const partsOf = (tx: Transaction<OrganizationCommissionTables>, day: string, source: string) =>
  tx
    .selectFrom("statistics_part")
    .select("counts")
    .where("day", "=", day)
    .where("source", "=", source)
    .orderBy("part")
    .execute();
