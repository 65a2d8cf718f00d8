import { sql, type ExpressionBuilder, type Kysely, type Selection } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import { connectionOf, type PageArguments } from "#kit/page.ts";
import { finalStates, openStates, type OverseasAssignmentState } from "./assignment-states.ts";
import { countRows, dayPageRequest, given, type DayPageRequest } from "./list-query.ts";
import type { StayPurpose } from "./stay-vocabulary.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** What every statement on assignments reads, so that no field costs a statement of its own. */
export const assignmentColumns = [
  "id",
  "member_id as memberId",
  "purpose",
  "country_code as countryCode",
  "state",
  "move_kind as moveKind",
  "declared_by as declaredBy",
  "home_committee as homeCommittee",
  "declared_on as declaredOn",
  "departs_on as departsOn",
  "started_on as startedOn",
  "expected_return_on as expectedReturnOn",
  "returned_on as returnedOn",
  "notice_kind as noticeKind",
  "notice_number as noticeNumber",
  "notice_issued_on as noticeIssuedOn",
  "notice_received_on as noticeReceivedOn",
  "receiving_organization_id as receivingOrganizationId",
  "received_on as receivedOn",
  "official_decision_due_on as officialDecisionDueOn",
  "card_received_on as cardReceivedOn",
  "card_returned_on as cardReturnedOn",
  "card_mission_id as cardMissionId",
  "missing_card_reason as missingCardReason",
  "version",
  "addressed_organization_id as addressedOrganizationId",
  "self_review_on as selfReviewOn",
  "return_due_on as returnDueOn",
  "is_synthetic as isSynthetic",
] as const;

/** An assignment as its fields are answered; what it refers to are keys still. */
export type Assignment = Selection<ForeignMinistryTables, "overseas_assignment", (typeof assignmentColumns)[number]>;

/** Assignments by id, one statement for all that a request names. */
export const assignmentsById = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("overseas_assignment")
        .select(assignmentColumns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    (assignment) => assignment.id,
  );

/** What the list can be narrowed to; every condition that is given must hold. */
export interface AssignmentFilter {
  readonly country?: string | null;
  readonly organization?: string | null;
  /** Any of these; an empty list matches no assignment. */
  readonly states?: readonly OverseasAssignmentState[] | null;
  readonly homeCommittee?: string | null;
  /** In no final state, no return reported, and expected before this day. */
  readonly returningBefore?: string | null;
  readonly purpose?: StayPurpose | null;
}

/** Assignments by expected return, then id. */
export async function listAssignments(
  db: Kysely<ForeignMinistryTables>,
  { filter, ...pageArguments }: PageArguments & { readonly filter?: AssignmentFilter | null },
) {
  const page = dayPageRequest(pageArguments);
  const rows = await assignmentPage(db, filter ?? {}, page).execute();
  return connectionOf(
    rows,
    page,
    ({ expectedReturnOn, id }) => [expectedReturnOn, id],
    () => countRows(assignmentsIn(db, filter ?? {})),
  );
}

/**
 * The statement of one page of that list, `size + 1` rows at most. In list order ten years of finished stays come
 * before the open ones, so the page is merged from the first rows of each state, each read off an index.
 */
export function assignmentPage(db: Kysely<ForeignMinistryTables>, filter: AssignmentFilter, page: DayPageRequest) {
  return db
    .selectFrom(sql<{ name: string }>`unnest(${statesOf(filter)}::text[])`.as<"listed">(sql`listed(name)`))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom("overseas_assignment")
          .select(assignmentColumns)
          .whereRef("state", "=", "listed.name")
          .where(conditions(filter))
          .where(({ and, eb, refTuple, tuple }) =>
            page.after ? eb(refTuple("expected_return_on", "id"), ">", tuple(...page.after)) : and([]),
          )
          .orderBy("expected_return_on")
          .orderBy("id")
          .limit(page.size + 1)
          .as("assignment"),
      (join) => join.onTrue(),
    )
    .selectAll("assignment")
    .orderBy("assignment.expectedReturnOn")
    .orderBy("assignment.id")
    .limit(page.size + 1);
}

const assignmentsIn = (db: Kysely<ForeignMinistryTables>, filter: AssignmentFilter) =>
  db
    .selectFrom("overseas_assignment")
    .where((eb) => eb("state", "=", eb.fn.any(eb.val(statesOf(filter)))))
    .where(conditions(filter));

/** Each state once, or its rows would be listed twice. */
function statesOf({ states, returningBefore }: AssignmentFilter): OverseasAssignmentState[] {
  const possible: readonly OverseasAssignmentState[] = returningBefore ? openStates : [...openStates, ...finalStates];
  return possible.filter((state) => !states || states.includes(state));
}

/** What a filter asks of a row apart from its state. */
function conditions({ country, organization, homeCommittee, returningBefore, purpose }: AssignmentFilter) {
  const equal = given({
    country_code: country,
    receiving_organization_id: organization,
    home_committee: homeCommittee,
    purpose,
  });
  return ({ and, eb }: ExpressionBuilder<ForeignMinistryTables, "overseas_assignment">) =>
    and([
      and(equal),
      ...(returningBefore ? [eb("expected_return_on", "<", returningBefore), eb("returned_on", "is", null)] : []),
    ]);
}
