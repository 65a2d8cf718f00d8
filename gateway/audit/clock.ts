/** The two clocks of a log; tests set them. */
export interface Clock {
  /** Milliseconds since 1970, as the machine's date says. */
  readonly wallMs: () => number;
  /** Milliseconds by a clock that only goes forward. */
  readonly steadyMs: () => number;
}

/** The machine's clocks. */
export const machineClock: Clock = { wallMs: () => Date.now(), steadyMs: () => performance.now() };

/** A moment as an entry states it. */
export interface Moment {
  readonly at: number;
  readonly elapsedUs: number;
  readonly isSkewed: boolean;
}

const DRIFT_MS_MAX = 1_000;

/** Tells moments of one epoch, which begins now. The wall clock is told as it is; that it was moved is told too. */
export function epochClock({ wallMs, steadyMs }: Clock): () => Moment {
  const [begunAt, begunSteady] = [wallMs(), steadyMs()];
  let last = begunAt;
  return () => {
    const [at, elapsedMs] = [wallMs(), steadyMs() - begunSteady];
    const isSkewed = at < last || Math.abs(at - begunAt - elapsedMs) > DRIFT_MS_MAX;
    last = at;
    return { at, elapsedUs: Math.floor(elapsedMs * 1_000), isSkewed };
  };
}
