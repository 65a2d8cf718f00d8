import type { Kysely, Selection } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import { connectionOf, type PageArguments } from "#kit/page.ts";
import { countRows, dayPageRequest, given } from "./list-query.ts";
import type { ForeignMinistryTables } from "./tables.ts";

const columns = [
  "id",
  "requested_by as requestedBy",
  "country_code as countryCode",
  "letter_number as letterNumber",
  "requested_on as requestedOn",
  "received_on as receivedOn",
  "replied_on as repliedOn",
  "outcome",
  "version",
  "is_synthetic as isSynthetic",
] as const;

/** A verification request as its fields are answered; committee and country are codes still. */
export type VerificationRequest = Selection<ForeignMinistryTables, "verification_request", (typeof columns)[number]>;

/** Requests by id, one statement for all that a request names. */
export const verificationRequestsById = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("verification_request")
        .select(columns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );

/** What the list can be narrowed to; every condition that is given must hold. */
export interface VerificationRequestArguments extends PageArguments {
  readonly requestedBy?: string | null;
  readonly country?: string | null;
  readonly isReplied?: boolean | null;
}

/** Verification requests, the latest received first, then by id downwards. */
export async function listVerificationRequests(
  db: Kysely<ForeignMinistryTables>,
  { requestedBy, country, isReplied, ...pageArguments }: VerificationRequestArguments,
) {
  const page = dayPageRequest(pageArguments);
  const matching = db
    .selectFrom("verification_request")
    .where((eb) => eb.and(given({ requested_by: requestedBy, country_code: country })))
    .where((eb) => (isReplied == null ? eb.and([]) : eb("replied_on", isReplied ? "is not" : "is", null)));
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) =>
      page.after ? eb(refTuple("received_on", "id"), "<", tuple(...page.after)) : and([]),
    )
    .select(columns)
    .orderBy("received_on", "desc")
    .orderBy("id", "desc")
    .limit(page.size + 1)
    .execute();
  return connectionOf(rows, page, ({ receivedOn, id }) => [receivedOn, id], () => countRows(matching));
}
