import { errorCodes, isErrorCode, type ErrorCode } from "#contract/errors.ts";

/** Where an error belongs in an answer: response keys and list indices from the root. */
export type ErrorPath = readonly (string | number)[];

/** An error as an agency's part of the answer carries it; `agency` names who failed. */
export interface LocatedError {
  readonly message: string;
  readonly path: ErrorPath;
  readonly extensions: { readonly code: ErrorCode; readonly agency: string; readonly incidentId?: string };
}

/** An error as an agency sent it: nothing in it is to be trusted. */
export interface RawError {
  readonly path?: unknown;
  readonly message?: unknown;
  readonly extensions?: { readonly code?: unknown; readonly incidentId?: unknown } | null;
}

/** A call that gave no answer to speak of. The cause is for the log alone. */
export class AgencyFailure extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, cause?: unknown) {
    super(errorCodes[code].en, { cause });
    this.code = code;
  }
}

/** An error of the hub's own words, for one place of the answer. */
export const locatedError = (
  agency: string,
  code: ErrorCode,
  path: ErrorPath,
  message: string = errorCodes[code].en,
): LocatedError => ({
  message,
  path,
  extensions: { code, agency },
});

/** Codes by which an agency speaks of the hub's request to it, which the client never wrote. */
const ABOUT_THE_HUB: ReadonlySet<string> = new Set<ErrorCode>([
  "AUTH_ENVELOPE_REFUSED",
  "AUTH_PURPOSE_REFUSED",
  "AUTH_TOKEN_INVALID",
  "AUTH_TOKEN_MISSING",
  "BAD_REQUEST",
  "METHOD_NOT_ALLOWED",
  "NOT_ACCEPTABLE",
  "UNSUPPORTED_MEDIA_TYPE",
  "ROUTE_NOT_FOUND",
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "LIMIT_BODY_EXCEEDED",
]);

/**
 * What may be passed on of an agency's error, for each of the places that it concerns: text and code where the code
 * is on the closed list and speaks of what the client asked; otherwise only that the agency failed, with the
 * incident id of its log if it gave one.
 */
export function translateError(
  agency: string,
  { message, extensions }: RawError,
  paths: readonly ErrorPath[],
): readonly LocatedError[] {
  const code = extensions?.code;
  if (
    isErrorCode(code) &&
    (errorCodes[code].kind === "request" || errorCodes[code].kind === "limit") &&
    !ABOUT_THE_HUB.has(code)
  ) {
    return paths.map((path) => locatedError(agency, code, path, typeof message === "string" ? message : undefined));
  }
  const failure = (path: ErrorPath) => locatedError(agency, "AGENCY_FAILED", path);
  const incidentId = extensions?.incidentId;
  if (typeof incidentId !== "string" || !/^[0-9a-f-]{36}$/.test(incidentId)) return paths.map(failure);
  return paths.map((path) => ({ ...failure(path), extensions: { code: "AGENCY_FAILED", agency, incidentId } }));
}
