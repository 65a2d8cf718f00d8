import { sql, type Kysely } from "kysely";
import { loadByKey, loadPagesByKey } from "#kit/batch.ts";
import { connectionOf, type Connection, type PageArguments, type PageRequest } from "#kit/page.ts";
import { finalStates } from "./assignment-states.ts";
import { assignmentColumns, type Assignment } from "./assignments.ts";
import { dayPageRequest } from "./list-query.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** The current assignment of many members in one statement: of those in no final state the one that departs last. */
export const currentAssignmentsByMember = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (memberIds: readonly string[]) =>
      db
        .selectFrom("overseas_assignment")
        .distinctOn("member_id")
        .select(assignmentColumns)
        .where((eb) => eb("member_id", "=", eb.fn.any(eb.val([...memberIds]))))
        .where((eb) => eb.not(eb("state", "=", eb.fn.any(eb.val([...finalStates])))))
        .orderBy("member_id")
        .orderBy("departs_on", "desc")
        .orderBy("id", "desc")
        .execute(),
    (assignment) => assignment.memberId,
  );

/**
 * The list of one member's assignments, the latest departure first. The same page below many members is one statement,
 * and so are their totals.
 */
export function assignmentListsByMember(db: Kysely<ForeignMinistryTables>) {
  const pages = loadPagesByKey(
    (memberIds: readonly string[], page) => memberPages(db, memberIds, page).execute(),
    ({ memberId }) => memberId,
  );
  const totals = loadByKey(
    (memberIds: readonly string[]) => memberTotals(db, memberIds).execute(),
    ({ memberId }) => memberId,
  );
  return async (memberId: string, pageArguments: PageArguments): Promise<Connection<Assignment>> => {
    const page = dayPageRequest(pageArguments);
    return connectionOf(
      await pages(memberId, page),
      page,
      ({ departsOn, id }) => [departsOn, id],
      async () => Number((await totals.load(memberId))?.count ?? 0),
    );
  };
}

/** A lateral join reads `size + 1` rows a member off the index, however many assignments a member has. */
function memberPages(db: Kysely<ForeignMinistryTables>, memberIds: readonly string[], { size, after }: PageRequest) {
  const [day = "", id = ""] = after ?? [];
  return db
    .selectFrom(sql<{ id: string }>`unnest(${[...memberIds]}::text[])`.as<"member">(sql`member(id)`))
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom("overseas_assignment")
          .select(assignmentColumns)
          .whereRef("member_id", "=", "member.id")
          .where(({ and, eb, refTuple, tuple }) =>
            after ? eb(refTuple("departs_on", "overseas_assignment.id"), "<", tuple(day, id)) : and([]),
          )
          .orderBy("departs_on", "desc")
          .orderBy("overseas_assignment.id", "desc")
          .limit(size + 1)
          .as("assignment"),
      (join) => join.onTrue(),
    )
    .selectAll("assignment")
    .orderBy("assignment.memberId")
    .orderBy("assignment.departsOn", "desc")
    .orderBy("assignment.id", "desc");
}

function memberTotals(db: Kysely<ForeignMinistryTables>, memberIds: readonly string[]) {
  return db
    .selectFrom("overseas_assignment")
    .select((eb) => ["member_id as memberId", eb.fn.countAll<string>().as("count")])
    .where((eb) => eb("member_id", "=", eb.fn.any(eb.val([...memberIds]))))
    .groupBy("member_id");
}
