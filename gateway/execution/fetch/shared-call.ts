import type { AgencyCaller } from "./agency-caller.ts";
import { AgencyFailure, type AgencyRequest } from "./agency-fetch.ts";

/** A call that several requests wait for; it is given up when none of them does any more. */
export interface SharedCall {
  readonly answer: Promise<Buffer>;
  readonly join: (signal: AbortSignal | undefined) => void;
  /** Moment of `performance.now()` by which the call is cut. */
  readonly endsAt: number;
}

/** Makes a call for the requests with these signals. */
export function startSharedCall(
  call: AgencyCaller,
  request: AgencyRequest,
  signals: readonly (AbortSignal | undefined)[],
): SharedCall {
  const givenUp = new AbortController();
  let waitingFor = 0;
  const join = (signal: AbortSignal | undefined) => {
    waitingFor += 1;
    signal?.addEventListener("abort", () => --waitingFor === 0 && givenUp.abort(), { once: true });
  };
  signals.forEach(join);
  const answer = call({ ...request, signal: givenUp.signal }, (body) => body);
  return { answer, join, endsAt: performance.now() + request.timeoutMs };
}

/** An answer, or the failure of a request whose own client hangs up while others still wait. */
export function orAborted(answer: Promise<Buffer>, signal: AbortSignal | undefined): Promise<Buffer> {
  if (!signal) return answer;
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(new AgencyFailure("AGENCY_TIMEOUT", { cause: signal.reason }));
  if (signal.aborted) onAbort();
  else signal.addEventListener("abort", onAbort);
  return Promise.race([answer, aborted.promise]).finally(() => signal.removeEventListener("abort", onAbort));
}
