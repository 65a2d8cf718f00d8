import { errorCodes } from "#contract/errors.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { errorBody } from "./errors.ts";

/** The names by which a machine calls itself. */
const OWN_NAMES: ReadonlySet<string> = new Set(["127.0.0.1", "[::1]", "localhost"]);

/**
 * Refuses a request that names another host than this machine: it comes from a page of that host, whose owner has
 * made its name lead here. Only for a gateway that serves its own machine alone.
 */
export async function refuseForeignHosts(
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const name = headers.host?.replace(/:\d+$/, "");
  if (name !== undefined && OWN_NAMES.has(name)) return undefined;
  return reply.code(errorCodes.HOST_UNKNOWN.status).send(errorBody("HOST_UNKNOWN"));
}
