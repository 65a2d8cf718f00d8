import type { Kysely, Selection } from "kysely";
import type { TransferState } from "#contract/lifecycles/transfer.ts";
import { loadByKey } from "#kit/batch.ts";
import { connectionOf, type PageArguments } from "#kit/page.ts";
import { dayPageRequest } from "./list-query.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

const columns = [
  "id", "version", "kind", "state", "member_id as memberId", "full_name as fullName", "member_class as memberClass",
  "from_organization_id as fromOrganizationId", "to_organization_id as toOrganizationId",
  "assignment_id as assignmentId", "letter_number as letterNumber", "issued_on as issuedOn",
  "present_due_on as presentDueOn", "contents_certified_on as contentsCertifiedOn", "presented_on as presentedOn",
  "late_reason as lateReason", "accepted_on as acceptedOn", "is_synthetic as isSynthetic",
] as const;

/** Someone on the way to an organization here; the parent of every field of `Arrival`. */
export type Arrival = Selection<ProvincialCommitteesTables, "arrival", (typeof columns)[number]>;

/** The arguments of `Query.arrivals`. */
export interface ArrivalsArguments extends PageArguments {
  readonly committee: string;
  readonly states?: readonly TransferState[] | null;
}

/** States before the receiving cell has accepted. */
const NOT_RECEIVED: readonly TransferState[] = [
  "IN_TRANSIT", "OVERDUE", "LOST", "REISSUED", "PRESENTED", "RETURNED", "FILE_CHECKED",
];

/** Arrivals at a committee by the last day for showing the letter, then id. @throws what `dayPageRequest` throws */
export async function listArrivals(
  db: Kysely<ProvincialCommitteesTables>,
  { committee, states, ...pageArguments }: ArrivalsArguments,
) {
  const page = dayPageRequest(pageArguments);
  const matching = db
    .selectFrom("arrival")
    .where("committee_code", "=", committee)
    .where((eb) => eb("state", "=", eb.fn.any(eb.val([...(states ?? NOT_RECEIVED)]))));
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) =>
      page.after ? eb(refTuple("present_due_on", "id"), ">", tuple(...page.after)) : and([]),
    )
    .select(columns)
    .orderBy("present_due_on")
    .orderBy("id")
    .limit(page.size + 1)
    .execute();
  const count = () => matching.select((eb) => eb.fn.countAll<string>().as("count")).executeTakeFirstOrThrow();
  return connectionOf(rows, page, (row) => [row.presentDueOn, row.id], async () => Number((await count()).count));
}

/** Arrivals by id. */
export const arrivalById = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("arrival")
        .select(columns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );
