import type { PageArguments } from "#kit/page.ts";
import { nameOn } from "../committees.ts";
import type { OrganizationCommissionContext } from "../context.ts";
import type { Topic } from "./counts.ts";
import { listHandIns } from "./hand-ins.ts";
import { labelOf } from "./labels.ts";
import { listRows, periodsOf, type RowArguments, type StatisticsRow } from "./rows.ts";
import { listSnapshots, snapshotUntil, type Snapshot } from "./snapshots.ts";
import { listTurnovers } from "./turnover.ts";

type Context = OrganizationCommissionContext;
type TurnoverArguments = Parameters<typeof listTurnovers>[2];

const rowsOf = (topic: Topic) => (snapshot: Snapshot, args: RowArguments, { db }: Context) =>
  listRows(db, snapshot, topic, args);

const isOfCommittee = ({ dimension }: StatisticsRow) => dimension === "COMMITTEE" || dimension === "FORMER_COMMITTEE";

const periodOf = ({ topic, period }: StatisticsRow, wanted: "YEAR" | "KIND") =>
  period !== "" && periodsOf(topic) === wanted ? period : null;

/** Root fields of the statistics. */
export const statisticsQueries = {
  statistics: (_: unknown, { day }: { readonly day?: string | null }, { db, today }: Context) =>
    snapshotUntil(db, day ?? today),
  statisticsSnapshots: (_: unknown, args: PageArguments, { db }: Context) => listSnapshots(db, args),
  statisticsHandIns: async (_: unknown, { day }: { readonly day: string }, { db }: Context) =>
    (await listHandIns(db, day)).map((handIn) => ({ ...handIn, isMissing: handIn.version === null })),
};

/** Where the fields of the statistics come from; a field that is not named here is a property of its object. */
export const statisticsTypes = {
  StatisticsSnapshot: {
    departures: rowsOf("DEPARTURE"),
    returns: rowsOf("RETURN"),
    membersAbroad: rowsOf("ABROAD"),
    organizationsAbroad: rowsOf("ORGANIZATION_ABROAD"),
    lateTransfers: rowsOf("LATE_TRANSFER"),
    turnovers: (snapshot: Snapshot, args: TurnoverArguments, { db }: Context) => listTurnovers(db, snapshot, args),
  },
  StatisticsRow: {
    label: async (row: StatisticsRow, _: object, { committeesByCode, today }: Context) => {
      const committee = isOfCommittee(row) ? await committeesByCode.load(row.code) : null;
      return committee ? nameOn(committee.names, row.asOf ?? today) : labelOf(row.code);
    },
    year: (row: StatisticsRow) => periodOf(row, "YEAR"),
    kind: (row: StatisticsRow) => periodOf(row, "KIND"),
    purpose: ({ dimension, code }: StatisticsRow) => (dimension === "PURPOSE" ? code : null),
    committee: (row: StatisticsRow, _: object, { committeesByCode }: Context) =>
      isOfCommittee(row) ? committeesByCode.load(row.code) : null,
    isSuppressed: ({ value }: StatisticsRow) => value === null,
  },
};
