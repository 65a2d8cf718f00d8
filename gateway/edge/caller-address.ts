import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";

/**
 * Where a request comes from: the peer's address, or, as far as every peer on the way is a trusted proxy, the one that
 * the last of them has put into `X-Forwarded-For`. What is no address there, counts for nothing: then it is the
 * proxy's own. The only place that decides this, so that every log says the same.
 */
export const addressOf = ({ ip, ips = [ip] }: Pick<FastifyRequest, "ip" | "ips">): string =>
  ips.findLast((address) => isIP(address) !== 0) ?? ip;
