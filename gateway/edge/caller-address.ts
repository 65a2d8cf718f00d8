import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";

const noted = new WeakMap<FastifyRequest, string>();

/** Remembers where a request that has just come in is from: of a connection that has ended nobody can tell any more. */
export const noteAddress = (request: FastifyRequest): void => void noted.set(request, addressIn(request));

/**
 * Where a request comes from: the peer's address, or, as far as every peer on the way is a trusted proxy, the one that
 * the last of them has put into `X-Forwarded-For`. What is no address there, counts for nothing: then it is the
 * proxy's own. Empty where the connection had ended before anybody looked. The only place that decides this, so that
 * every log says the same.
 */
export const addressOf = (request: FastifyRequest): string => noted.get(request) ?? addressIn(request);

/** The peer's address is missing when the connection has ended, whatever the types say. */
function addressIn({ ip, ips }: { readonly ip?: string | undefined; readonly ips?: readonly string[] | undefined }) {
  return ips?.findLast((address) => isIP(address) !== 0) ?? ip ?? "";
}
