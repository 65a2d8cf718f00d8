import type { FastifyInstance } from "fastify";
import type { Doors } from "../edge/admission.ts";
import type { UseCounts } from "./use-counts.ts";

/** Serves at `/schema/uses.json` how often what is deprecated was used; it asks the database each time. */
export function serveUses(app: FastifyInstance, counts: UseCounts, { before, admit }: Doors): void {
  app.get("/schema/uses.json", { onRequest: before, preHandler: admit }, async (_, reply) => {
    reply.headers({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    return counts.read();
  });
}
