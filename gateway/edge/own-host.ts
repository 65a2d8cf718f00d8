import { isIP } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { refuseByStatus } from "./send-refusal.ts";

/**
 * Refuses a request that names a host by anything but an address or `localhost`: it comes from a page of that host,
 * whose owner has made its name lead here. Only for a gateway that serves its own machine alone.
 */
export async function refuseForeignHosts(
  { headers }: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const name = headers.host?.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1") ?? "";
  if (name === "localhost" || isIP(name) !== 0) return undefined;
  return refuseByStatus(reply, "HOST_UNKNOWN");
}
