import { randomUUID } from "node:crypto";
import { isErrorCode, type ErrorCode } from "#contract/errors.ts";
import { GraphQLError, Kind, NoUnusedVariablesRule, parse, validate } from "graphql";
import type { GraphQLFormattedError, GraphQLSchema } from "graphql";

/** A refusal with a code of the closed list. The message is a whole sentence and carries no personal data. */
export const refuse = (code: ErrorCode, message: string) => new GraphQLError(message, { extensions: { code } });

/**
 * What leaves the process for an error: refusals and GraphQL's own request errors as they are, everything else as
 * `INTERNAL` with an incident id, under which `log` receives the cause.
 */
export function maskError(error: unknown, log: (incidentId: string, cause: unknown) => void): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (error instanceof GraphQLError && (isErrorCode(error.extensions["code"]) || !error.path)) {
    if (!(error.originalError instanceof Error) || error.originalError instanceof GraphQLError) return asRefused(error);
  }
  const incidentId = randomUUID();
  log(incidentId, cause);
  return {
    message: "The agency met an unexpected fault.",
    ...(error instanceof GraphQLError && error.path && { path: error.path }),
    extensions: { code: "INTERNAL", incidentId },
  };
}

/** An error with the code of the refusal it wraps: @apollo/server calls what a scalar refused a failed validation. */
function asRefused(error: GraphQLError): GraphQLFormattedError {
  const code = error.originalError instanceof GraphQLError ? error.originalError.extensions["code"] : undefined;
  return { ...error.toJSON(), ...(isErrorCode(code) && { extensions: { ...error.extensions, code } }) };
}

/**
 * The errors of an answer, where a server leaves GraphQL's own request errors bare or wraps them: each with the code
 * that @apollo/server would give it. What has a path, or a listed code already, stays as it is.
 */
export function codeRequestErrors(error: GraphQLError, schema: GraphQLSchema): readonly GraphQLError[] {
  if (error.path || isErrorCode(error.extensions["code"])) return [error];
  const { errors, statusCode } = (error.originalError ?? {}) as { errors?: readonly unknown[]; statusCode?: number };
  const wrapped = errors?.filter((each) => each instanceof GraphQLError) ?? [];
  if (wrapped.length > 0) return wrapped.flatMap((each) => codeRequestErrors(each, schema));
  if (statusCode && statusCode < 500) return [refuse("BAD_REQUEST", "The body is not a GraphQL request.")];
  if (error.originalError && !(error.originalError instanceof GraphQLError)) return [error];
  error.extensions["code"] = requestErrorCode(error, schema);
  return [error];
}

function requestErrorCode({ nodes, source }: GraphQLError, schema: GraphQLSchema): ErrorCode {
  const [node, ...others] = nodes ?? [];
  if (!node) return source ? "GRAPHQL_PARSE_FAILED" : "OPERATION_RESOLUTION_FAILURE";
  // A value that does not fit points at the variable's definition, as does one other complaint: that it is unused.
  if (node.kind !== Kind.VARIABLE_DEFINITION || others.length > 0 || !node.loc) return "GRAPHQL_VALIDATION_FAILED";
  const unused = validate(schema, parse(node.loc.source), [NoUnusedVariablesRule]);
  return unused.length > 0 ? "GRAPHQL_VALIDATION_FAILED" : "BAD_USER_INPUT";
}
