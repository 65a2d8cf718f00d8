import type { FastifyInstance, onRequestAsyncHookHandler } from "fastify";
import type { UseCounts } from "./use-counts.ts";

/**
 * Serves at `/schema/uses.json` how often what is deprecated was used. `identify` refuses whoever is not known; null
 * asks nobody.
 */
export function serveUses(app: FastifyInstance, counts: UseCounts, identify: onRequestAsyncHookHandler | null): void {
  app.get("/schema/uses.json", { ...(identify && { onRequest: identify }) }, async (_, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    return counts.read();
  });
}
