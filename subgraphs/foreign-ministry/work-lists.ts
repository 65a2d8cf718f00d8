import type { ExpressionBuilder, Kysely } from "kysely";
import { connectionOf, pageRequest, type PageArguments } from "#kit/page.ts";
import { finalStates } from "./assignment-states.ts";
import { assignmentColumns } from "./assignments.ts";
import { countRows, dayPageRequest, given } from "./list-query.ts";
import type { ForeignMinistryTables } from "./tables.ts";

type Builder = ExpressionBuilder<ForeignMinistryTables, "overseas_assignment">;
type Condition = (eb: Builder) => ReturnType<Builder["and"]>;

/** A day column by which a list runs; an index holds the list's rows in that order. */
type Day = "notice_received_on" | "official_decision_due_on" | "card_received_on";
const properties = {
  notice_received_on: "noticeReceivedOn",
  official_decision_due_on: "officialDecisionDueOn",
  card_received_on: "cardReceivedOn",
} as const satisfies Record<Day, string>;

/** Stays under a condition, by a day and then id; oldest first. */
async function listByDay(db: Kysely<ForeignMinistryTables>, day: Day, condition: Condition, args: PageArguments) {
  const page = dayPageRequest(args);
  const rows = await byDay(db, day, condition, page).execute();
  const matching = db.selectFrom("overseas_assignment").where(condition);
  return connectionOf(rows, page, (row) => [row[properties[day]] ?? "", row.id], () => countRows(matching));
}

/** The statement of one page of such a list, `size + 1` rows at most. */
const byDay = (
  db: Kysely<ForeignMinistryTables>,
  day: Day,
  condition: Condition,
  { size, after }: ReturnType<typeof dayPageRequest>,
) =>
  db
    .selectFrom("overseas_assignment")
    .select(assignmentColumns)
    .where(condition)
    .where(({ and, eb, refTuple, tuple }) => (after ? eb(refTuple(day, "id"), ">", tuple(...after)) : and([])))
    .orderBy(day)
    .orderBy("id")
    .limit(size + 1);

/** What the list of awaited members can be narrowed to; every condition that is given must hold. */
export interface AwaitedArguments extends PageArguments {
  readonly country?: string | null;
  readonly organization?: string | null;
  /** Whether somebody abroad is addressed; false for the notices that nobody has passed on. */
  readonly isAnswered?: boolean | null;
}

/** Members of whom the ministry has a notice and whom nobody has received; the oldest notice first. */
export const listAwaited = (db: Kysely<ForeignMinistryTables>, args: AwaitedArguments) =>
  listByDay(db, "notice_received_on", awaited(args), args);

const awaited =
  ({ country, organization, isAnswered }: AwaitedArguments): Condition =>
  (eb) =>
    eb.and([
      eb("state", "=", "NOTIFIED_MFA"),
      eb.and(given({ country_code: country, addressed_organization_id: organization })),
      ...(isAnswered == null ? [] : [eb("addressed_organization_id", isAnswered ? "is not" : "is", null)]),
    ]);

/** Until when decisions fall due, that day included, and whether home has assessed. */
export interface DecisionsDueArguments extends PageArguments {
  readonly until: string;
  readonly isAssessed?: boolean | null;
}

/** Probationary members abroad whose decision falls due by a day; the earliest first. */
export const listDecisionsDue = (db: Kysely<ForeignMinistryTables>, args: DecisionsDueArguments) =>
  listByDay(db, "official_decision_due_on", decisionsDue(args), args);

const decisionsDue =
  ({ until, isAssessed }: DecisionsDueArguments): Condition =>
  (eb) => {
    const assessed = eb.exists(
      eb
        .selectFrom("official_decision")
        .whereRef("assignment_id", "=", "overseas_assignment.id")
        .select("assignment_id"),
    );
    return eb.and([
      eb("official_decision_due_on", "<=", until),
      ...(isAssessed == null ? [] : [isAssessed ? assessed : eb.not(assessed)]),
    ]);
  };

/** Cards in custody although the stay is over, the longest held first; when all is in order there are none. */
export const listCardsHeldAfterEnd = (db: Kysely<ForeignMinistryTables>, args: PageArguments) =>
  listByDay(db, "card_received_on", cardHeldAfterEnd, args);

const cardHeldAfterEnd: Condition = (eb) =>
  eb.and([
    eb("card_received_on", "is not", null),
    eb("card_returned_on", "is", null),
    eb("state", "in", finalStates),
  ]);

/** Which returns to list: expected from one day to another, both included. */
export interface ReturningArguments extends PageArguments {
  readonly from: string;
  readonly until: string;
  readonly homeCommittee?: string | null;
  /** Whether the self-review on the time abroad is handed in. */
  readonly hasSelfReview?: boolean | null;
}

const ABROAD = [
  ...(["RECEIVED_ABROAD", "SINGLE_GUIDED", "EXTENDED", "MOVED_COUNTRY"] as const),
  ...(["RETURN_STARTED", "CONFIRMED_ABROAD"] as const),
] as const;

/** Members expected home, by home committee, expected return and id. */
export async function listReturning(db: Kysely<ForeignMinistryTables>, args: ReturningArguments) {
  const page = pageRequest(args, 3);
  const matching = db.selectFrom("overseas_assignment").where(returning(args));
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) => {
      const [committee = "", day = "", id = ""] = page.after ?? [];
      const key = refTuple("home_committee", "expected_return_on", "id");
      return page.after ? eb(key, ">", tuple(committee, day, id)) : and([]);
    })
    .select(assignmentColumns)
    .orderBy("home_committee")
    .orderBy("expected_return_on")
    .orderBy("id")
    .limit(page.size + 1)
    .execute();
  const cursorOf = ({ homeCommittee, expectedReturnOn, id }: (typeof rows)[number]) => [
    homeCommittee,
    expectedReturnOn,
    id,
  ];
  return connectionOf(rows, page, cursorOf, () => countRows(matching));
}

const returning =
  ({ from, until, homeCommittee, hasSelfReview }: ReturningArguments): Condition =>
  (eb) =>
    eb.and([
      eb("state", "in", ABROAD),
      eb("returned_on", "is", null),
      eb.between("expected_return_on", from, until),
      eb.and(given({ home_committee: homeCommittee })),
      ...(hasSelfReview == null ? [] : [eb("self_review_on", hasSelfReview ? "is not" : "is", null)]),
    ]);
