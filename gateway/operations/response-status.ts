import type { ApolloServerPlugin } from "@apollo/server";

/**
 * A well-formed request that GraphQL refuses (syntax, validation, variables, limits) is an answer like any other
 * to a client that knows only `application/json`: status 200, as GraphQL over HTTP asks. Clients that accept
 * `application/graphql-response+json` get the status of the error.
 */
export const responseStatus: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response: { body, http }, errors = [] }) {
        const isRefused = body.kind === "single" && body.singleResult.data === undefined && http.status === 400;
        const isMalformed = errors.some(({ extensions }) => extensions["code"] === "BAD_REQUEST");
        const knowsStatus = request.http?.headers.get("accept")?.includes("application/graphql-response+json");
        if (isRefused && !isMalformed && !knowsStatus) http.status = 200;
      },
    };
  },
};
