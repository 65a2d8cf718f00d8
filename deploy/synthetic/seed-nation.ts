import type { Insertable } from "kysely";
import type { Client } from "pg";
import type { OverseasOrganizationTable } from "../../subgraphs/provincial-committees/tables.ts";
import committees from "../committees.json" with { type: "json" };
import { withConnection } from "../local/admin.ts";
import { takeSnapshot } from "../statistics/snapshot.ts";
import { absenceRows } from "./absence-rows.ts";
import { applicationDocumentRows, applicationRows, applicationStepRows } from "./application-rows.ts";
import { arrivalRows, homeOrganizationRows } from "./arrival-rows.ts";
import { memberIndexRows, organizationRows } from "./commission-rows.ts";
import { copyRows, type TableRows } from "./copy.ts";
import { memberRow } from "./home-record-rows.ts";
import type { HomeTree } from "./home-trees.ts";
import { directoryAnnouncementRows, directoryChangeRows } from "./directory-rows.ts";
import { documentRows, letterBoxRows, letterRows } from "./letter-rows.ts";
import { membersOf, movedOf, travellersOf, type Member } from "./members.ts";
import { assignmentRows, assignmentStepRows, directoryRows, missionRows } from "./ministry-rows.ts";
import { arrivalAbroadRows, officialDecisionRows, returnTransferRows, travellerRows } from "./ministry-work-rows.ts";
import { isKnownAtHome, movementsOf, type Movement } from "./movements.ts";
import { planNation, type Nation, type NationOptions } from "./nation.ts";
import { overseasOrganizations } from "./overseas-organizations.ts";
import { readReference, type Reference } from "./reference.ts";
import { returnReportPolicyRows } from "./return-report-policies.ts";
import {
  departureFigures,
  reviewAnswerRows,
  reviewArticleRows,
  reviewCommentRows,
  reviewQuestionRows,
  reviewReportRows,
  reviewRevisionRows,
  reviewRows,
} from "./review-rows.ts";
import { dayText } from "./days.ts";
import { today } from "./today.ts";
import { transferDeadlineRows, transferRow, transferStepRows } from "./transfer-rows.ts";
import { verificationLetterRows, verificationRows } from "./verification-rows.ts";
import { withoutRowRules } from "./without-row-rules.ts";

/** Where a nation goes. */
export interface SeedOptions extends NationOptions {
  /** Connection URLs of migrated databases without people, each of a role that may write all tables. */
  readonly databases: {
    readonly organizationCommission: string;
    readonly foreignMinistry: string;
    readonly provincialCommittees: Readonly<Record<Instance, string>>;
  };
  /** Key of the member index's hashes of card and record numbers. */
  readonly indexKey: string;
  /** Hears how far it is, as a whole line for the operator: at most once a second and twenty times in all. */
  readonly progress: (line: string) => void;
}

/** An instance of the provincial committees' service, as `deploy/committees.json` names it. */
type Instance = keyof typeof committees;

/**
 * Writes a synthetic nation into the five databases, each in one transaction and all at once, and publishes the
 * national statistics of its day. Nothing but the seed decides what is written. @throws Error with a sentence for the
 * operator when the numbers do not fit
 */
export async function seedNation({ databases, indexKey, progress, ...options }: SeedOptions): Promise<void> {
  const nation = planNation(options);
  const reference = await withConnection(databases.organizationCommission, readReference);
  const written = progressOf(nation, progress);
  const load = (url: string, tables: readonly TableRows[]) => loadDatabase(url, tables, written.rows);
  const provincial = (["north", "centre", "south"] as const).map((instance) =>
    load(databases.provincialCommittees[instance], provincialTables(nation, reference, instance)),
  );
  await Promise.all([
    load(databases.organizationCommission, commissionTables(nation, indexKey)),
    load(databases.foreignMinistry, ministryTables(nation)),
    ...provincial,
  ]);
  const day = dayText(today);
  await takeSnapshot(databases, day, new Date(`${day}T16:00:00Z`));
  await withConnection(databases.organizationCommission, settle);
  written.end();
}

const commissionTables = (nation: Nation, indexKey: string): readonly TableRows[] => [
  { table: "party_organization", rows: organizationRows(nation) },
  { table: "member_index", rows: memberIndexRows(nation, indexKey) },
];

function ministryTables(nation: Nation): readonly TableRows[] {
  const figures = departureFigures();
  return [
    { table: "mission", rows: missionRows() },
    { table: "overseas_directory_entry", rows: directoryRows() },
    { table: "directory_change", rows: directoryChangeRows() },
    { table: "directory_announcement", rows: directoryAnnouncementRows() },
    {
      table: "overseas_assignment",
      rows: figures.count(ofEach(nation, travellersOf, nation.trees, assignmentRows)),
    },
    { table: "overseas_assignment_step", rows: ofEach(nation, travellersOf, nation.trees, assignmentStepRows) },
    { table: "traveller", rows: ofEach(nation, travellersOf, nation.trees, travellerRows) },
    { table: "arrival", rows: ofEach(nation, travellersOf, nation.trees, arrivalAbroadRows(nation.members)) },
    { table: "official_decision", rows: ofEach(nation, travellersOf, nation.trees, officialDecisionRows) },
    { table: "return_transfer", rows: ofEach(nation, travellersOf, nation.trees, returnTransferRows(nation.members)) },
    { table: "verification_request", rows: verificationRows(nation) },
    { table: "review", rows: reviewRows() },
    { table: "review_question", rows: reviewQuestionRows() },
    { table: "review_article", rows: reviewArticleRows() },
    { table: "review_report", rows: reviewReportRows() },
    { table: "review_revision", rows: reviewRevisionRows() },
    { table: "review_answer", rows: reviewAnswerRows() },
    { table: "review_comment", rows: reviewCommentRows() },
    { table: "review_departures", rows: figures.rows() },
  ];
}

function provincialTables(nation: Nation, reference: Reference, instance: Instance): readonly TableRows[] {
  const codes: readonly string[] = committees[instance];
  const trees = nation.trees.filter(({ committee }) => codes.includes(committee.code));
  const ofMovements = <Row extends object>(rowsOf: (member: Member, movement: Movement) => Iterable<Row>) =>
    ofEach(nation, movedOf, trees, function* (member) {
      for (const movement of movementsOf(member, nation.members).filter(isKnownAtHome)) yield* rowsOf(member, movement);
    });
  const ofTravellers = <Row extends object>(rowsOf: (member: Member) => Iterable<Row>) =>
    ofEach(nation, travellersOf, trees, rowsOf);
  return [
    { table: "served_committee", rows: codes.map((code) => ({ code })) },
    { table: "overseas_organization", rows: addressesAbroad() },
    { table: "home_organization", rows: homeOrganizationRows(trees) },
    { table: "return_report_policy", rows: returnReportPolicyRows(trees) },
    { table: "member", rows: ofEach(nation, membersOf, trees, (member) => [memberRow(member)]) },
    { table: "member_absence", rows: ofTravellers(absenceRows) },
    { table: "overseas_application", rows: ofTravellers((member) => applicationRows(reference, member)) },
    { table: "overseas_application_step", rows: ofTravellers(applicationStepRows) },
    { table: "overseas_application_document", rows: ofTravellers(applicationDocumentRows) },
    { table: "verification_letter", rows: verificationLetterRows(nation, codes) },
    { table: "arrival", rows: ofMovements((member, movement) => arrivalRows(reference, instance, member, movement)) },
    { table: "activity_transfer", rows: ofMovements((member, movement) => [transferRow(reference, member, movement)]) },
    { table: "activity_transfer_step", rows: ofMovements((_, movement) => transferStepRows(movement)) },
    { table: "activity_transfer_letter", rows: ofMovements(letterRows) },
    { table: "activity_transfer_letter_box", rows: ofMovements(letterBoxRows) },
    { table: "activity_transfer_document", rows: ofMovements(documentRows) },
    {
      table: "activity_transfer_deadline",
      rows: ofMovements((_, movement) => transferDeadlineRows(reference, movement)),
    },
  ];
}

/** Every instance has them all: letters go anywhere. */
function* addressesAbroad(): Generator<Insertable<OverseasOrganizationTable>> {
  for (const organizations of overseasOrganizations.values())
    for (const { id, superiorId } of organizations) yield { id, superior_id: superiorId };
}

/** The rows of every member of some trees, one member at a time. */
function* ofEach<Row extends object>(
  nation: Nation,
  membersIn: (nation: Nation, tree: HomeTree) => Iterable<Member>,
  trees: readonly HomeTree[],
  rowsOf: (member: Member) => Iterable<Row>,
): Generator<Row> {
  for (const tree of trees) {
    for (const member of membersIn(nation, tree)) yield* rowsOf(member);
  }
}

async function loadDatabase(url: string, tables: readonly TableRows[], written: (rows: number) => void): Promise<void> {
  await withConnection(url, async (client) => {
    // Roles cut long statements and waits short, and a load is long.
    await client.query("set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0");
    await withoutRowRules(client, async () => {
      for (const rows of tables) await copyRows(client, rows, written);
    });
    await settle(client);
  });
}

/**
 * Leaves tables as they are after some quiet time: with figures about the new rows, without which the first queries
 * would be planned for empty tables, and with nothing left for autovacuum to read while somebody asks.
 */
async function settle(client: Client): Promise<void> {
  // Autovacuum may hold a table longer than the role waits.
  await client.query("set statement_timeout = 0; set lock_timeout = 0");
  const { rows } = await client.query<{ tables: string }>(
    `select string_agg(format('%I', relname), ', ') as tables from pg_class
     where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0 and relallvisible = 0`,
  );
  if (rows[0]?.tables) await client.query(`vacuum (analyze) ${rows[0].tables}`);
}

const REPORT_MS = 1_000;
const REPORT_PERCENT = 5;

/** Counts rows and tells the share done; the total is estimated from what a member and a departure come to. */
function progressOf({ members, departures, seed }: Nation, progress: (line: string) => void) {
  const expected = members * 2.3 + departures * 42;
  let rows = 0;
  let reported = { at: performance.now(), percent: 0 };
  return {
    rows: (count: number) => {
      rows += count;
      const now = { at: performance.now(), percent: Math.min(99, Math.floor((rows / expected) * 100)) };
      if (now.at - reported.at < REPORT_MS || now.percent - reported.percent < REPORT_PERCENT) return;
      reported = now;
      progress(`Synthetic nation: about ${now.percent} %, ${rows} rows.`);
    },
    end: () =>
      progress(`Synthetic nation of seed ${seed}: ${members} members, ${departures} departures, ${rows} rows.`),
  };
}
