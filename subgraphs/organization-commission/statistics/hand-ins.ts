import { createHash } from "node:crypto";
import { sql, type Kysely } from "kysely";
import type { OrganizationCommissionTables } from "../tables.ts";
import type { Count } from "./counts.ts";
import { inTransaction } from "./in-transaction.ts";

type Db = Kysely<OrganizationCommissionTables>;

/** The counts of one register for one day. */
export interface HandIn {
  readonly day: string;
  /** Process that counted: `foreign-ministry`, `provincial-committees/north`. */
  readonly source: string;
  readonly counts: readonly Count[];
  /** Whether any row that was counted is made up. */
  readonly isSynthetic: boolean;
}

/**
 * Keeps a hand-in as the day's next version of its source; the same again changes nothing. Answers the version.
 * @throws an error of the database for a source that is none
 */
export async function keepHandIn(db: Db, { day, source, counts, isSynthetic }: HandIn, now: Date): Promise<number> {
  const digest = digestOf(counts, isSynthetic);
  return inTransaction(db, async (transaction) => {
    // Two deliveries of one source wait for each other, so that neither takes the other's version.
    await sql`select pg_advisory_xact_lock(hashtext(${`statistics ${day} ${source}`}))`.execute(transaction);
    const last = await transaction
      .selectFrom("statistics_hand_in")
      .select(["version", "digest"])
      .where("day", "=", day)
      .where("source", "=", source)
      .orderBy("version", "desc")
      .executeTakeFirst();
    if (last?.digest === digest) return last.version;
    const version = (last?.version ?? 0) + 1;
    await transaction
      .insertInto("statistics_hand_in")
      .values({ day, source, version, handed_in_at: now, digest, is_synthetic: isSynthetic })
      .execute();
    await sql`
      insert into statistics_count (day, source, version, topic, dimension, code, period, count)
      select ${day}, ${source}, ${version}, topic, dimension, code, period, count
      from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb)
        as counted (topic text, dimension text, code text, period text, count integer)`.execute(transaction);
    return version;
  });
}

/** Who has handed in for a day, with the last version of each; `version` is null for who is missing. */
export const listHandIns = (db: Db, day: string) =>
  db
    .selectFrom("statistics_source")
    .leftJoin("statistics_hand_in", (join) =>
      join.onRef("statistics_hand_in.source", "=", "statistics_source.name").on("statistics_hand_in.day", "=", day),
    )
    .select((eb) => ["statistics_source.name as source", eb.fn.max("statistics_hand_in.version").as("version")])
    .groupBy("statistics_source.name")
    .orderBy("statistics_source.name")
    .execute();

/** The counts of given versions of a day. */
export const readCounts = (db: Db, day: string, versions: Readonly<Record<string, number>>): Promise<Count[]> =>
  db
    .selectFrom("statistics_count")
    .select(["topic", "dimension", "code", "period", "count"])
    .where("day", "=", day)
    .where(sql<boolean>`version = (${JSON.stringify(versions)}::jsonb ->> source)::integer`)
    .execute();

/** The order in which a database answers is no difference. */
function digestOf(counts: readonly Count[], isSynthetic: boolean): string {
  const lines = counts.map(({ topic, dimension, code, period, count }) =>
    JSON.stringify([topic, dimension, code, period, count]),
  );
  const origin = isSynthetic ? [] : ["real"];
  return createHash("sha256").update([...origin, ...lines.toSorted()].join("\n")).digest("base64url");
}
