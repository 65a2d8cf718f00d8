import type { Kysely } from "kysely";
import { connectionOf, pageRequest, type Connection, type PageArguments } from "#kit/page.ts";
import type { OrganizationCommissionTables } from "../tables.ts";
import { todayInVietnam } from "../today.ts";
import { SMALL_BELOW } from "./counts.ts";
import { selectReleases } from "./releases.ts";
import type { ReleaseKey } from "./rows.ts";

type Db = Kysely<OrganizationCommissionTables>;

/** A published day as callers see it. */
export interface Snapshot extends ReleaseKey {
  readonly countedOn: string;
  readonly publishedOn: string;
  readonly smallBelow: number;
  /** Whether any register counted made-up rows. */
  readonly isSynthetic: boolean;
}

/** The last version of the last day published until a day; null before the first. */
export async function snapshotUntil(db: Db, day: string): Promise<Snapshot | null> {
  const release = await selectReleases(db).where("day", "<=", day).executeTakeFirst();
  return release ? snapshotOf(release) : null;
}

/** Published days with their corrections, the latest first. */
export async function listSnapshots(db: Db, pageArguments: PageArguments): Promise<Connection<Snapshot>> {
  const page = pageRequest(pageArguments, 2);
  const [day = "", version = ""] = page.after ?? [];
  const rows = await selectReleases(db)
    .where(({ and, eb, refTuple, tuple }) =>
      page.after ? eb(refTuple("day", "version"), "<", tuple(day, Number(version))) : and([]),
    )
    .limit(page.size + 1)
    .execute();
  return connectionOf(rows.map(snapshotOf), page, (row) => [row.day, String(row.version)], async () => {
    const counted = db.selectFrom("statistics_release").select((eb) => eb.fn.countAll<string>().as("count"));
    return Number((await counted.executeTakeFirstOrThrow()).count);
  });
}

type Release = ReleaseKey & { readonly publishedAt: Date; readonly isSynthetic: boolean };

const snapshotOf = ({ day, version, publishedAt, isSynthetic }: Release): Snapshot => ({
  day,
  version,
  countedOn: day,
  publishedOn: todayInVietnam(publishedAt),
  smallBelow: SMALL_BELOW,
  isSynthetic,
});
