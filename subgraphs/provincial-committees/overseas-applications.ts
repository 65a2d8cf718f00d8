import type { ExpressionBuilder, Kysely, Selection } from "kysely";
import { finalStatesOf } from "#contract/lifecycles/lifecycle.ts";
import { assignmentLifecycle, type AssignmentState } from "#contract/lifecycles/assignment.ts";
import { loadByKey, loadManyByKey } from "#kit/batch.ts";
import { connectionOf, type PageArguments } from "#kit/page.ts";
import { dayPageRequest } from "./list-query.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

const columns = [
  "id", "version", "state", "purpose", "member_id as memberId", "committee_code as committeeCode",
  "country_code as countryCode", "group_size as groupSize", "move_kind as moveKind",
  "legal_basis_code as legalBasisCode", "declared_on as declaredOn", "decided_on as decidedOn",
  "departs_on as departsOn", "expected_return_on as expectedReturnOn", "returned_on as returnedOn",
  "receiving_organization_id as receivingOrganizationId", "official_decision_due_on as decisionDueOn",
  "assessment_sent_on as assessmentSentOn", "recognition_refused_on as recognitionRefusedOn",
  "self_review_received_on as selfReviewReceivedOn",
  "return_report_due_on as returnReportDueOn", "return_reported_on as returnReportedOn",
  "is_synthetic as isSynthetic",
] as const;

/** An application; the parent of every field of `OverseasApplication`. */
export type OverseasApplication = Selection<
  ProvincialCommitteesTables,
  "overseas_application",
  (typeof columns)[number]
>;

/** Conditions of a list of applications, joined by AND; null is as good as absent. */
export interface ApplicationFilter {
  readonly states?: readonly AssignmentState[] | null;
  readonly returningFrom?: string | null;
  readonly returningTo?: string | null;
  readonly decisionDueTo?: string | null;
  readonly isAssessed?: boolean | null;
  readonly hasSelfReview?: boolean | null;
}

/** The arguments of `Query.overseasApplications`. */
export interface ApplicationsArguments extends PageArguments {
  readonly committee: string;
  readonly filter?: ApplicationFilter | null;
}

/** States that nothing follows. */
export const finalAssignmentStates: readonly AssignmentState[] = finalStatesOf(assignmentLifecycle);

/** A committee's applications by expected return, then id. @throws what `dayPageRequest` throws */
export async function listApplications(
  db: Kysely<ProvincialCommitteesTables>,
  { committee, filter, ...pageArguments }: ApplicationsArguments,
) {
  const page = dayPageRequest(pageArguments);
  const matching = db
    .selectFrom("overseas_application")
    .where("committee_code", "=", committee)
    .where(conditions(filter ?? {}));
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) =>
      page.after ? eb(refTuple("expected_return_on", "id"), ">", tuple(...page.after)) : and([]),
    )
    .select(columns)
    .orderBy("expected_return_on")
    .orderBy("id")
    .limit(page.size + 1)
    .execute();
  const count = () => matching.select((eb) => eb.fn.countAll<string>().as("count")).executeTakeFirstOrThrow();
  return connectionOf(rows, page, (row) => [row.expectedReturnOn, row.id], async () => Number((await count()).count));
}

function conditions(filter: ApplicationFilter) {
  const { states, returningFrom, returningTo, decisionDueTo, isAssessed, hasSelfReview } = filter;
  return ({ and, eb, not }: ExpressionBuilder<ProvincialCommitteesTables, "overseas_application">) =>
    and([
      ...(states ? [eb("state", "=", eb.fn.any(eb.val([...states])))] : []),
      ...(returningFrom ? [eb("expected_return_on", ">=", returningFrom)] : []),
      ...(returningTo ? [eb("expected_return_on", "<=", returningTo)] : []),
      ...(decisionDueTo ? [eb("official_decision_due_on", "<=", decisionDueTo)] : []),
      ...(returningFrom || returningTo ? [not(eb("state", "=", eb.fn.any(eb.val([...finalAssignmentStates]))))] : []),
      ...(isAssessed == null ? [] : [eb("assessment_sent_on", isAssessed ? "is not" : "is", null)]),
      ...(hasSelfReview == null ? [] : [eb("self_review_received_on", hasSelfReview ? "is not" : "is", null)]),
    ]);
}

/** Applications by id. */
export const applicationById = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("overseas_application")
        .select(columns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );

/** The application of each member that is not over; one at most. */
export const openApplicationByMember = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    (memberIds: readonly string[]) =>
      db
        .selectFrom("overseas_application")
        .select(columns)
        .where((eb) => eb("member_id", "=", eb.fn.any(eb.val([...memberIds]))))
        .where("state", "not in", finalAssignmentStates)
        .execute(),
    ({ memberId }) => memberId,
  );

/** Steps by application id, in the order they were passed. */
export const stepsByApplication = (db: Kysely<ProvincialCommitteesTables>) =>
  loadManyByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("overseas_application_step")
        .select([
          "application_id as applicationId", "state", "entered_on as enteredOn", "organization_id as organizationId",
        ])
        .where((eb) => eb("application_id", "=", eb.fn.any(eb.val([...ids]))))
        .orderBy("application_id")
        .orderBy("ordinal")
        .execute(),
    ({ applicationId }) => applicationId,
  );

/** Papers by application id, in order of issue. */
export const documentsByApplication = (db: Kysely<ProvincialCommitteesTables>) =>
  loadManyByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("overseas_application_document")
        .select([
          "id", "application_id as applicationId", "form_code as formCode", "issued_on as issuedOn",
          "issuer_organization_id as issuerOrganizationId",
        ])
        .where((eb) => eb("application_id", "=", eb.fn.any(eb.val([...ids]))))
        .orderBy("application_id")
        .orderBy("issued_on")
        .orderBy("id")
        .execute(),
    ({ applicationId }) => applicationId,
  );
