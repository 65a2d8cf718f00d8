import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { TestCaller } from "../../support/envelope.ts";
import type { RunningMinistry } from "./running-ministry.ts";

const nobody = { committees: [], scopes: ["member:read"], organization: "", purpose: null, memberId: null } as const;

/** Offices that act, each as its front-end would ask; scopes are the gateway's to check. */
export const offices = {
  ministry: { ...nobody, subject: "m", organization: "foreign-ministry", purpose: "OVERSEAS_MANAGEMENT" },
  commission: { ...nobody, subject: "c", organization: "organization-commission", purpose: "STATISTICS" },
  committee: { ...nobody, subject: "h", organization: "PTC-79", committees: ["PTC-79"], purpose: "MEMBER_MANAGEMENT" },
  otherCommittee: { ...nobody, subject: "o", organization: "PTC-01", committees: ["PTC-01"], purpose: "MEMBER_MANAGEMENT" },
  committeeInJapan: { ...nobody, subject: "j", organization: "po_committeejapan", purpose: "OVERSEAS_MANAGEMENT" },
  cellInFrance: { ...nobody, subject: "f", organization: "po_companycellfra", purpose: "OVERSEAS_MANAGEMENT" },
  member: { ...nobody, subject: "x", organization: "PTC-79", memberId: "mb_memberabroada", purpose: "OWN_RECORD" },
} as const satisfies Record<string, TestCaller>;

/** A result of a mutation: the name of its type, and what was asked of it. */
export interface ActResult {
  readonly __typename: string;
  readonly code?: string;
  readonly guard?: string;
  readonly field?: string;
  readonly nextAct?: string | null;
  readonly currentVersion?: number | null;
  readonly currentState?: string | null;
  readonly legalBasisCode?: string | null;
}

const REFUSALS = `
  ... on MinistryActConflict { currentVersion currentState }
  ... on MinistryActNotAllowed { code nextAct }
  ... on MinistryActInputRefused { field code }
  ... on MinistryGuardFailed { guard legalBasisCode }`;

/** A key that no act has had. */
export const freshKey = () => randomUUID();

/** Takes an act through the agency's own port; `fields` are fragments on the type of success. */
export async function takeAct<Taken extends object = object>(
  ministry: RunningMinistry,
  mutation: string,
  input: object,
  caller: TestCaller,
  fields = "",
): Promise<ActResult & Taken> {
  const type = `${inputTypes[mutation] ?? `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`}!`;
  const query = `mutation ($input: ${type}) { ${mutation}(input: $input) { __typename ${REFUSALS} ${fields} } }`;
  const answer = await ministry.ask<Record<string, ActResult & Taken>>(
    query,
    { input: { idempotencyKey: freshKey(), ...input } },
    caller,
  );
  const result = answer.data?.[mutation];
  if (!result) throw new Error(JSON.stringify(answer));
  return result;
}

/** Mutations that share the form of their input. */
const inputTypes: Readonly<Record<string, string>> = {
  openReview: "ReviewActInput",
  withdrawReview: "ReviewActInput",
  closeReview: "ReviewActInput",
  reviseReviewReport: "SaveReviewReportInput",
  submitReviewReport: "ReviewReportActInput",
  refuseRecognitionAbroad: "RecognizeAbroadInput",
  guideSingly: "AssignmentActInput",
  giveCardBack: "AssignmentActInput",
  startReturn: "SelfReviewActInput",
  confirmAbroad: "SelfReviewActInput",
  placeInCell: "ReceiveAbroadInput",
};

/** What waits in the outbox, in the order in which it was put there, with its body. */
export async function outbox({ db }: RunningMinistry) {
  const { rows } = await sql<{ target: string; subject: string; sequence: number; kind: string; body: string }>`
    select target, subject, sequence, kind, body from outbox_event join outbox_body using (id) order by position`.execute(db);
  return rows.map(({ body, ...event }) => ({ ...event, body: JSON.parse(body) as Record<string, unknown> }));
}

/** Empties it. */
export const clearOutbox = ({ db }: RunningMinistry) =>
  sql`truncate outbox_event, outbox_body, outbox_sequence`.execute(db);

/** How many acts the log holds. */
export async function actCount({ db }: RunningMinistry): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::integer as count from act_log`.execute(db);
  return rows[0]?.count ?? 0;
}
