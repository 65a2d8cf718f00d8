import { sql, type ExpressionBuilder, type Kysely, type Selection } from "kysely";
import { refuse } from "#kit/errors.ts";
import { connectionOf, pageRequest, type PageArguments } from "#kit/page.ts";
import type { AuditLogTables } from "./tables.ts";

const columns = [
  "id",
  "requested_at as requestedAt",
  "organization",
  "caller",
  "issuer as callerIssuer",
  "purpose",
  "operation as operationId",
  "is_registered as isRegistered",
  "personal_fields as personalFields",
  "sensitive_fields as sensitiveFields",
  "denied_fields as deniedFields",
  "decision",
  "codes",
  "agencies",
] as const;

/** An access as its fields are answered. */
export type Access = Selection<AuditLogTables, "access", (typeof columns)[number]>;

/** What the list can be narrowed to; every condition that is given must hold. */
export interface AccessFilter {
  /** First and last day, in the time of Việt Nam. */
  readonly from?: string | null;
  readonly to?: string | null;
  readonly organization?: string | null;
  readonly purpose?: string | null;
  readonly decision?: "ANSWERED" | "DENIED" | "FAILED" | null;
  /** Pseudonyms of one person. */
  readonly pseudonyms?: readonly string[] | null;
}

/**
 * Accesses within the caller's reach, the latest first.
 * @throws LIMIT_PAGE_SIZE_EXCEEDED, INPUT_MALFORMED, INPUT_CURSOR_UNKNOWN
 */
export async function listAccesses(db: Kysely<AuditLogTables>, filter: AccessFilter, pageArguments: PageArguments) {
  const page = pageRequest(pageArguments, 2);
  const after = page.after && cursorValues(page.after);
  const matching = db.selectFrom("access").where((eb) => eb.and(conditions(eb, filter)));
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) =>
      after ? eb(refTuple("requested_at", "id"), "<", tuple(...after)) : and([]),
    )
    .select(columns)
    .select((eb) => eb.fn<number>("cardinality", ["persons"]).as("personCount"))
    .orderBy("requested_at", "desc")
    .orderBy("id", "desc")
    .limit(page.size + 1)
    .execute();
  const totalCount = async () => {
    const { total } = await matching.select((eb) => eb.fn.countAll<string>().as("total")).executeTakeFirstOrThrow();
    return Number(total);
  };
  return connectionOf(rows, page, ({ requestedAt, id }) => [requestedAt.toISOString(), id], totalCount);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function cursorValues([instant = "", id = ""]: readonly string[]) {
  const requestedAt = new Date(instant);
  if (Number.isNaN(requestedAt.valueOf()) || !UUID.test(id))
    throw refuse("INPUT_CURSOR_UNKNOWN", "The cursor was not made by this list.");
  return [requestedAt, id] as const;
}

const ZONE = "Asia/Ho_Chi_Minh";

function conditions(eb: ExpressionBuilder<AuditLogTables, "access">, filter: AccessFilter) {
  const { from, to, organization, purpose, decision, pseudonyms } = filter;
  return [
    ...(from ? [eb("requested_at", ">=", sql<Date>`${from}::date::timestamp at time zone ${ZONE}`)] : []),
    ...(to ? [eb("requested_at", "<", sql<Date>`(${to}::date + 1)::timestamp at time zone ${ZONE}`)] : []),
    ...(organization ? [eb("organization", "=", organization)] : []),
    ...(purpose ? [eb("purpose", "=", purpose)] : []),
    ...(decision ? [eb("decision", "=", decision)] : []),
    ...(pseudonyms ? [sql<boolean>`persons && ${pseudonyms}::text[]`] : []),
  ];
}
