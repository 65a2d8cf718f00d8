import type { ApolloServerPlugin } from "@apollo/server";
import { retryAfter, statusOf } from "../edge/status.ts";

/** Gives an operation that was refused as a whole the status that its client understands. */
export const responseStatus: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response: { body, http } }) {
        if (body.kind !== "single" || body.singleResult.data !== undefined) return;
        const extensions = body.singleResult.errors?.[0]?.extensions;
        const code = extensions?.["code"];
        http.status = statusOf(code, request.http?.headers.get("accept"));
        const wait = retryAfter(code, extensions);
        if (wait) http.headers.set("retry-after", wait);
      },
    };
  },
};
