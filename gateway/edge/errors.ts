import { randomUUID } from "node:crypto";
import { errorCodes, isErrorCode, type ErrorCode } from "#contract/errors.ts";
import { GraphQLError, type GraphQLFormattedError } from "graphql";

/** What a stage needs of the log. */
export interface Log {
  readonly debug: (message: string) => void;
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly error: (details: object | string, message?: string) => void;
}

/** A refusal of the whole request: the message names the offending thing and the limit, without personal data. */
export const refuse = (code: ErrorCode, message: string) =>
  new GraphQLError(message, { extensions: { code, http: { status: errorCodes[code].status } } });

/** The body of an answer to a request that never became GraphQL, in the shape of one that did. */
export const errorBody = (code: ErrorCode, message: string = errorCodes[code].en, extensions: object = {}) => ({
  errors: [{ message, extensions: { code, ...extensions } }],
});

/** What may leave beside the code: who failed, under which number the cause stands in a log, when to come again. */
const EXTENSIONS = ["agency", "incidentId", "retryAfterSeconds"] as const;

/**
 * What a client sees of an error: those of the closed list with their code and nothing else in `extensions` but
 * `EXTENSIONS`; everything else as `INTERNAL` with an incident id, under which the log has the cause.
 */
export function presentError(formatted: GraphQLFormattedError, error: unknown, log: Log): GraphQLFormattedError {
  const code = codeOf(formatted, error);
  // The engine has given its own faults an incident id and the log their cause.
  const isMasked = code === "INTERNAL" && typeof formatted.extensions?.["incidentId"] === "string";
  if (code === undefined || (code === "INTERNAL" && !isMasked)) return maskFault(error, log, formatted.path);
  const { locations, path, extensions = {} } = formatted;
  const message = QUOTING.has(code) ? withoutValues(formatted.message) : withoutSuggestion(formatted.message);
  const kept = EXTENSIONS.filter((name) => ["string", "number"].includes(typeof extensions[name])).map((name) => [
    name,
    extensions[name],
  ]);
  return {
    message,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code, ...Object.fromEntries(kept) },
  };
}

/** The parser of GraphQL helps who mistypes a name with those that exist, which not everybody may know. */
const withoutSuggestion = (message: string) => message.replace(/ ?Did you mean [^?]*\?/g, "");

/** Codes whose messages come from the parser and the validator of GraphQL, which quote what they met. */
const QUOTING: ReadonlySet<ErrorCode> = new Set(["GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"]);

const SYNTAX = /^(Syntax Error: (?:Unexpected|.*?, found) (?:String|BlockString|Int|Float|Name)) "[^]*"\.$/;

/** Without the value that somebody wrote into a document: it may be about a person, and an error ends in logs. */
const withoutValues = (message: string) =>
  withoutSuggestion(message)
    .replace(/( cannot represent [^:]*value): [^]*$/, "$1 given here.")
    .replace(/^Value "[^]*"( does not exist in )/, "The value$1")
    .replace(/^(Expected value of type "[^"]*"), found [^]*$/, "$1.")
    .replace(SYNTAX, "$1.");

/** Records a fault and answers what may be said of it. */
export function maskFault(cause: unknown, log: Log, path?: GraphQLFormattedError["path"]): GraphQLFormattedError {
  const incidentId = randomUUID();
  log.error({ incidentId, err: cause instanceof GraphQLError ? (cause.originalError ?? cause) : cause }, "incident");
  return { message: errorCodes.INTERNAL.en, ...(path && { path }), extensions: { code: "INTERNAL", incidentId } };
}

/** Statuses that Apollo Server gives to requests it calls bad without telling them apart. */
const CODE_BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  405: "METHOD_NOT_ALLOWED",
  406: "NOT_ACCEPTABLE",
  415: "UNSUPPORTED_MEDIA_TYPE",
};

function codeOf({ extensions }: GraphQLFormattedError, error: unknown): ErrorCode | undefined {
  const code = extensions?.["code"];
  if (code === "BAD_REQUEST") return CODE_BY_STATUS[statusOf(error)] ?? code;
  if (code === "PERSISTED_QUERY_NOT_SUPPORTED") return "BAD_REQUEST";
  return isErrorCode(code) ? code : undefined;
}

function statusOf(error: unknown): number {
  const http = error instanceof GraphQLError ? error.extensions["http"] : undefined;
  return (http as { status?: number } | undefined)?.status ?? 400;
}
