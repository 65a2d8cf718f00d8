import { randomUUID } from "node:crypto";
import { isErrorCode, type ErrorCode } from "#contract/errors.ts";
import { GraphQLError, type GraphQLFormattedError } from "graphql";

/** A refusal with a code of the closed list. The message is a whole sentence and carries no personal data. */
export const refuse = (code: ErrorCode, message: string) => new GraphQLError(message, { extensions: { code } });

/**
 * What leaves the process for an error: refusals and GraphQL's own request errors as they are, everything else as
 * `INTERNAL` with an incident id, under which `log` receives the cause.
 */
export function maskError(error: unknown, log: (incidentId: string, cause: unknown) => void): GraphQLFormattedError {
  const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
  if (error instanceof GraphQLError && (isErrorCode(error.extensions["code"]) || !error.path)) {
    if (!(error.originalError instanceof Error) || error.originalError instanceof GraphQLError) return error.toJSON();
  }
  const incidentId = randomUUID();
  log(incidentId, cause);
  return {
    message: "The agency met an unexpected fault.",
    ...(error instanceof GraphQLError && error.path && { path: error.path }),
    extensions: { code: "INTERNAL", incidentId },
  };
}
