import { limits } from "#contract/limits.ts";
import { AgencyFailure, type AgencyFetch, type AgencyRequest } from "./agency-fetch.ts";
import { createCircuitBreaker, type CircuitBreaker } from "./circuit-breaker.ts";

/** Part of the calls to an agency that may be repeated; more would keep a struggling agency down. */
const RETRY_SHARE = 0.1;
/** Retries that a quiet time may save up. */
const RETRIES_SAVED_MAX = 10;

interface AgencyHealth {
  readonly breaker: CircuitBreaker;
  retries: number;
}

/**
 * Calls agencies with a circuit breaker for each process, and repeats a query once when the connection failed and
 * both the time and the agency's retry budget allow. Mutations are never repeated: nobody knows whether they acted.
 */
export function guardCalls(fetch: AgencyFetch): AgencyFetch {
  const processes = new Map<string, AgencyHealth>();
  const healthOf = (origin: string) => {
    const health = processes.get(origin) ?? { breaker: createCircuitBreaker(), retries: 1 };
    processes.set(origin, health);
    return health;
  };

  async function attempt(request: AgencyRequest, { breaker }: AgencyHealth): Promise<Buffer> {
    if (!breaker.allows()) throw new AgencyFailure("AGENCY_UNREACHABLE");
    try {
      const answer = await fetch(request);
      breaker.record(true);
      return answer;
    } catch (error) {
      // A client that hangs up says nothing about the agency.
      if (!request.signal?.aborted) breaker.record(false);
      throw error;
    }
  }

  return async (request) => {
    const health = healthOf(request.url.href);
    health.retries = Math.min(health.retries + RETRY_SHARE, RETRIES_SAVED_MAX);
    const startedAt = performance.now();
    try {
      return await attempt(request, health);
    } catch (error) {
      const timeoutMs = request.timeoutMs - (performance.now() - startedAt);
      const mayRepeat = error instanceof AgencyFailure && error.isTransient && request.operation === "query";
      if (!mayRepeat || health.retries < 1 || timeoutMs < 1 || request.signal?.aborted) throw error;
      health.retries -= 1;
      return attempt({ ...request, timeoutMs }, health);
    }
  };
}

/**
 * Milliseconds for a call that must end by `deadline` (of `performance.now()`). @throws AGENCY_TIMEOUT when none
 * are left.
 */
export function timeLeft(deadline: number, timeoutMs: number = limits.agencyTimeoutMs): number {
  const left = Math.min(timeoutMs, deadline - performance.now());
  if (left < 1) throw new AgencyFailure("AGENCY_TIMEOUT");
  return left;
}
