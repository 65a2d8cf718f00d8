import type { FastifyInstance } from "fastify";
import { errorCodes } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";

const CODE = "LIMIT_REPRESENTATIONS_EXCEEDED";

/**
 * Refuses a request with a longer list in its variables than the hub ever sends: resolving it would keep the process
 * from everybody else. Looked at before any resolver runs.
 */
export function limitEntities(app: FastifyInstance): void {
  app.addHook("preHandler", async (request, reply) => {
    const { variables } = (request.body ?? {}) as { readonly variables?: unknown };
    const lengths = Object.values(Object(variables)).map((value) => (Array.isArray(value) ? value.length : 0));
    const longest = Math.max(0, ...lengths);
    if (longest <= limits.representationsMax) return;
    const message = `The call asks for ${longest} entities, but at most ${limits.representationsMax} are allowed.`;
    await reply.code(errorCodes[CODE].status).send({ errors: [{ message, extensions: { code: CODE } }] });
  });
}
