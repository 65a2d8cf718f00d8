import { sql, type Kysely } from "kysely";
import type { OrganizationCommissionTables } from "../tables.ts";
import { Boundaries } from "./boundaries.ts";
import { figureKey, type Figure } from "./counts.ts";
import { listHandIns, readCounts } from "./hand-ins.ts";
import { inTransaction } from "./in-transaction.ts";
import { releaseFigures } from "./release-figures.ts";

type Db = Kysely<OrganizationCommissionTables>;

/** What became of a day. */
export type ReleaseOutcome =
  /** It is published now, as this version. */
  | { readonly kind: "published"; readonly version: number }
  /** It was published before, from the same hand-ins. */
  | { readonly kind: "unchanged"; readonly version: number }
  /** These sources have not handed in. */
  | { readonly kind: "incomplete"; readonly missing: readonly string[] }
  /** The month has its release, or a later day has one: this day's counts are kept and not published. */
  | { readonly kind: "kept"; readonly released: string };

/**
 * Publishes a day once every source has handed in for it: the first complete day of each month, and corrections of days
 * that are published. Releases close to each other would show, by their difference, how few left or came home between.
 */
export async function releaseDay(db: Db, day: string, now: Date): Promise<ReleaseOutcome> {
  return inTransaction(db, async (transaction) => {
    // Whoever hands in last publishes; two who are last at once must not both.
    await sql`select pg_advisory_xact_lock(hashtext('statistics release'))`.execute(transaction);
    const handIns = await listHandIns(transaction, day);
    const missing = handIns.filter(({ version }) => version === null).map(({ source }) => source);
    if (missing.length > 0) return { kind: "incomplete", missing };
    const madeOf = Object.fromEntries(handIns.map(({ source, version }) => [source, Number(version)]));

    const last = await lastRelease(transaction, "9999-12-31");
    const ofDay = await lastRelease(transaction, day);
    const isCorrection = ofDay?.day === day;
    if (isCorrection && isSame(ofDay.madeOf, madeOf)) return { kind: "unchanged", version: ofDay.version };
    const isSameMonth = last?.day.slice(0, 7) === day.slice(0, 7);
    if (last && (last.day > day || (!isCorrection && isSameMonth))) return { kind: "kept", released: last.day };

    const version = isCorrection ? ofDay.version + 1 : 1;
    const earlier = ofDay ? await readFigures(transaction, ofDay) : [];
    const figures = releaseFigures(
      await readCounts(transaction, day, madeOf),
      await readBoundaries(transaction),
      new Map(earlier.map((figure) => [figureKey(figure), figure])),
    );
    await transaction
      .insertInto("statistics_release")
      .values({ day, version, published_at: now, made_of: JSON.stringify(madeOf) })
      .execute();
    await sql`
      insert into statistics_figure (day, version, topic, dimension, code, period, value, is_hidden)
      select ${day}, ${version}, topic, dimension, code, period, value, "isHidden"
      from jsonb_to_recordset(${JSON.stringify(figures)}::jsonb)
        as figure (topic text, dimension text, code text, period text, value integer, "isHidden" boolean)`.execute(
      transaction,
    );
    return { kind: "published", version };
  });
}

/** The last version of the last day published until a day; undefined before the first. */
const lastRelease = (db: Db, until: string) => selectReleases(db).where("day", "<=", until).executeTakeFirst();

/** Whether any register whose counts a release was made of had counted made-up rows. */
const isSynthetic = sql<boolean>`exists (
  select from statistics_hand_in as used
  where used.day = statistics_release.day and used.version = (made_of ->> used.source)::integer and used.is_synthetic
)`.as("isSynthetic");

/** Releases with their versions, the latest first. */
export const selectReleases = (db: Db) =>
  db
    .selectFrom("statistics_release")
    .select(["day", "version", "published_at as publishedAt", "made_of as madeOf", isSynthetic])
    .orderBy("day", "desc")
    .orderBy("version", "desc");

const readFigures = (db: Db, { day, version }: { readonly day: string; readonly version: number }): Promise<Figure[]> =>
  db
    .selectFrom("statistics_figure")
    .select(["topic", "dimension", "code", "period", "value", "is_hidden as isHidden"])
    .where("day", "=", day)
    .where("version", "=", version)
    .execute();

/** Committees whose members are not in the hub are not counted, and are no place to hide figures in. */
const OUTSIDE_THE_HUB = ["CRC-QDND", "CRC-CAND", "CRC-DBNN"];

const readBoundaries = async (db: Db) =>
  new Boundaries(
    await db
      .selectFrom("committee")
      .select(["code", "valid_from as validFrom", "valid_to as validTo", "successor_code as successorCode"])
      .where((eb) => eb.not(eb("code", "=", eb.fn.any(eb.val(OUTSIDE_THE_HUB)))))
      .execute(),
  );

const isSame = (one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>) =>
  Object.entries(other).every(([source, version]) => one[source] === version);
