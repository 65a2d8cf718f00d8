import { dayInVietnam } from "#contract/working-days.ts";
import type { Kysely } from "kysely";
import { openDatabase } from "#kit/database.ts";
import { countsSyntheticRows } from "#kit/hand-in-counts.ts";
import { countForStatistics as countJourneys } from "../../subgraphs/foreign-ministry/statistics.ts";
import type { ForeignMinistryTables } from "../../subgraphs/foreign-ministry/tables.ts";
import { keepHandIn, type HandIn } from "../../subgraphs/organization-commission/statistics/hand-ins.ts";
import { releaseDay, type ReleaseOutcome } from "../../subgraphs/organization-commission/statistics/releases.ts";
import type { OrganizationCommissionTables } from "../../subgraphs/organization-commission/tables.ts";
import { countForStatistics as countLateTransfers } from "../../subgraphs/provincial-committees/statistics.ts";
import type { ProvincialCommitteesTables } from "../../subgraphs/provincial-committees/tables.ts";

/** Connections of the registers that are counted, and of the Commission's database, which keeps the counts. */
export interface StatisticsDatabases {
  readonly organizationCommission: string;
  readonly foreignMinistry: string;
  readonly provincialCommittees: Readonly<Record<string, string>>;
}

/**
 * Lets each register count itself for a day, hands the counts over and publishes the day if it is due.
 * @throws for a day that has not begun: once published it would keep every real day from being published
 */
export async function takeSnapshot(databases: StatisticsDatabases, day: string, now: Date): Promise<ReleaseOutcome> {
  if (day > dayInVietnam(now)) throw new Error(`The day ${day} has not begun in Việt Nam: nothing can be counted yet.`);
  const handIns: readonly Promise<HandIn>[] = [
    withDatabase<ForeignMinistryTables, HandIn>(databases.foreignMinistry, async (db) => {
      const isSynthetic = await countsSyntheticRows(db, day);
      return { day, source: "foreign-ministry", counts: await countJourneys(db, day), isSynthetic };
    }),
    ...Object.entries(databases.provincialCommittees).map(([instance, url]) =>
      withDatabase<ProvincialCommitteesTables, HandIn>(url, async (db) => {
        const isSynthetic = await countsSyntheticRows(db, day);
        const source = `provincial-committees/${instance}`;
        return { day, source, counts: await countLateTransfers(db, day), isSynthetic };
      }),
    ),
  ];
  const counted = await Promise.all(handIns);
  return withDatabase<OrganizationCommissionTables, ReleaseOutcome>(databases.organizationCommission, async (db) => {
    for (const handIn of counted) await keepHandIn(db, handIn, now);
    return releaseDay(db, day, now);
  });
}

async function withDatabase<Tables, Result>(
  url: string,
  work: (db: Kysely<Tables>) => Promise<Result>,
): Promise<Result> {
  const db = openDatabase<Tables>({ url, poolSize: 1 });
  try {
    return await work(db);
  } finally {
    await db.destroy();
  }
}
