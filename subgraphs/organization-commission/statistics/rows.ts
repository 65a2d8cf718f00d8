import type { Kysely } from "kysely";
import { refuse } from "#kit/errors.ts";
import { connectionOf, pageRequest, type Connection, type PageArguments } from "#kit/page.ts";
import type { OrganizationCommissionTables } from "../tables.ts";
import { PRESENT_BOUNDARIES_FROM } from "./boundaries.ts";
import type { Dimension, Topic } from "./counts.ts";

/** What a caller may count by. */
export type AskedDimension = "YEAR" | "KIND" | "PURPOSE" | "COUNTRY" | "COMMITTEE" | "DEADLINE";

/** The day and version of a release. */
export interface ReleaseKey {
  readonly day: string;
  readonly version: number;
}

/** A figure as callers see it: `value` is null when it is hidden. */
export interface StatisticsRow {
  readonly dimension: Dimension;
  readonly code: string;
  readonly period: string;
  readonly value: number | null;
  readonly topic: Topic;
  /** The day whose boundaries were asked for; null for the present ones. */
  readonly asOf: string | null;
}

/** Arguments of a table. */
export interface RowArguments extends PageArguments {
  readonly by: readonly AskedDimension[];
  readonly years?: readonly number[] | null;
  readonly codes?: readonly string[] | null;
  readonly asOf?: string | null;
}

const PLACES: Readonly<Record<Topic, readonly Dimension[]>> = {
  DEPARTURE: ["PURPOSE", "COUNTRY", "COMMITTEE"],
  RETURN: ["PURPOSE", "COUNTRY", "COMMITTEE"],
  ABROAD: ["PURPOSE", "COUNTRY", "COMMITTEE"],
  LATE_TRANSFER: ["DEADLINE", "COMMITTEE"],
  ORGANIZATION_ABROAD: ["COUNTRY"],
};

/** What the periods of a topic are. */
export const periodsOf = (topic: Topic): "YEAR" | "KIND" =>
  topic === "ABROAD" || topic === "ORGANIZATION_ABROAD" ? "KIND" : "YEAR";

/**
 * One table of a release, as a page: by period, within it the largest first and hidden ones last.
 * @throws INPUT_MALFORMED for a table that is not published, naming those that are
 */
export async function listRows(
  db: Kysely<OrganizationCommissionTables>,
  { day, version }: ReleaseKey,
  topic: Topic,
  { by, years, codes, asOf = null, ...pageArguments }: RowArguments,
): Promise<Connection<StatisticsRow>> {
  const page = pageRequest(pageArguments, 2);
  const { place, hasPeriods } = tableOf(topic, by);
  if (years && !hasPeriods) throw refuse("INPUT_MALFORMED", "years asks for figures by YEAR.");
  const isFormer = place === "COMMITTEE" && asOf !== null && asOf < PRESENT_BOUNDARIES_FROM;
  const dimension = isFormer ? "FORMER_COMMITTEE" : place;
  const figures = await db
    .selectFrom("statistics_figure")
    .select((eb) => [
      "code",
      "period",
      eb.case().when("is_hidden", "=", true).then(null).else(eb.ref("value")).end().as("value"),
    ])
    .where("day", "=", day)
    .where("version", "=", version)
    .where("topic", "=", topic)
    .where("dimension", "=", dimension)
    .where("period", hasPeriods ? "<>" : "=", "")
    .execute();
  const rows = figures
    .filter(({ code }) => !codes || codes.includes(code))
    .filter(({ period }) => !years || years.some((year) => isWithin(period, year)))
    .toSorted(
      (one, other) =>
        compare(one.period, other.period) || (other.value ?? -1) - (one.value ?? -1) || compare(one.code, other.code),
    )
    .map((figure): StatisticsRow => ({ ...figure, dimension, topic, asOf }));
  // A release never changes, so a row's name is its place.
  const [afterCode, afterPeriod] = page.after ?? [];
  const start = rows.findIndex(({ code, period }) => code === afterCode && period === afterPeriod) + 1;
  return connectionOf(rows.slice(start, start + page.size + 1), page, cursorOf, async () => rows.length);
}

function tableOf(topic: Topic, by: readonly AskedDimension[]): { place: Dimension; hasPeriods: boolean } {
  const period = periodsOf(topic);
  const [place = "NATION", ...more] = by.filter((dimension) => dimension !== period);
  if (more.length === 0 && (place === "NATION" || PLACES[topic].some((each) => each === place)) && by.length <= 2)
    return { place: place as Dimension, hasPeriods: by.includes(period) };
  throw refuse(
    "INPUT_MALFORMED",
    `These figures are published by one of ${PLACES[topic].join(", ")} or none, each with or without ${period}.`,
  );
}

const cursorOf = ({ code, period }: StatisticsRow) => [code, period];

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

/** Whether a year is one of a band: `2014`, or `2014-2015`. */
const isWithin = (period: string, year: number) =>
  Number(period.slice(0, 4)) <= year && year <= Number(period.slice(-4));
