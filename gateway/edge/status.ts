import { errorCodes, isErrorCode, type ErrorCode } from "#contract/errors.ts";

/** Faults of the HTTP request itself, and of the hub: their status says so whatever the client accepts. */
const OF_HTTP: ReadonlySet<string> = new Set<ErrorCode>([
  "BAD_REQUEST",
  "METHOD_NOT_ALLOWED",
  "NOT_ACCEPTABLE",
  "UNSUPPORTED_MEDIA_TYPE",
  "LIMIT_BODY_EXCEEDED",
  "HUB_OVERLOADED",
  "AUTH_TOKEN_MISSING",
  "AUTH_TOKEN_INVALID",
  "AUTH_PURPOSE_REFUSED",
  "DOCUMENT_REFUSED",
  "BUDGET_REQUESTS_EXCEEDED",
  "BUDGET_COST_EXCEEDED",
  "INTERNAL",
  "AUDIT_UNAVAILABLE",
]);

/**
 * HTTP status of a request that failed as a whole. A well-formed request that GraphQL refuses (syntax, validation,
 * variables, limits) is an answer like any other to a client that knows only `application/json`: 200, as GraphQL
 * over HTTP asks. Clients that accept `application/graphql-response+json` get the status of the code.
 */
export function statusOf(code: unknown, accept: string | undefined): number {
  const known = isErrorCode(code) ? code : "INTERNAL";
  const knowsStatus = accept?.includes("application/graphql-response+json") === true;
  return OF_HTTP.has(known) || knowsStatus ? errorCodes[known].status : 200;
}

/** Seconds after which what was missing may be there: a turn comes soon, a disk that takes entries again later. */
const RETRY_SECONDS: Readonly<Partial<Record<ErrorCode, number>>> = {
  HUB_OVERLOADED: 1,
  AGENCY_BUSY: 1,
  AUDIT_UNAVAILABLE: 10,
};

/**
 * Value of the `Retry-After` header for a refusal: what its extensions say, or else what its code does. Undefined where
 * the same request will not pass later either; never for a code whose status is 503.
 */
export function retryAfter(
  code: unknown,
  extensions?: Readonly<Record<string, unknown>> | undefined,
): string | undefined {
  const told = extensions?.["retryAfterSeconds"];
  const seconds = typeof told === "number" ? told : isErrorCode(code) ? RETRY_SECONDS[code] : undefined;
  return seconds === undefined ? undefined : String(seconds);
}
