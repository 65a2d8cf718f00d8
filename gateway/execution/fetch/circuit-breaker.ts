/** Stops calls to a process that fails, so that its callers neither wait for it nor keep it down. */
export interface CircuitBreaker {
  /** Whether a call may leave now; while the breaker is open one call in each period may, to try. */
  readonly allows: () => boolean;
  readonly record: (succeeded: boolean) => void;
}

/** Calls within the window before the rate of failures means anything. */
const CALLS_MIN = 20;
const FAILURE_RATE_MAX = 0.5;
const WINDOW_MS = 10_000;
const OPEN_MS = 5_000;

/** A closed breaker. `now` is a clock in milliseconds that never goes back. */
export function createCircuitBreaker(now: () => number = () => performance.now()): CircuitBreaker {
  let [calls, failures, windowEndsAt, openUntil] = [0, 0, 0, 0];
  const startWindow = () => {
    [calls, failures, windowEndsAt] = [0, 0, now() + WINDOW_MS];
  };
  return {
    allows() {
      if (openUntil === 0) return true;
      if (now() < openUntil) return false;
      // Everybody else waits another period for what this call finds.
      openUntil = now() + OPEN_MS;
      return true;
    },
    record(succeeded) {
      if (openUntil > 0) {
        if (!succeeded) return;
        openUntil = 0;
        startWindow();
      }
      if (now() >= windowEndsAt) startWindow();
      calls += 1;
      if (!succeeded) failures += 1;
      if (calls >= CALLS_MIN && failures / calls >= FAILURE_RATE_MAX) openUntil = now() + OPEN_MS;
    },
  };
}
