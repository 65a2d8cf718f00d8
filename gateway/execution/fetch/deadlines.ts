/** Something that must happen by a moment unless it is called off before. */
interface Deadline {
  /** Moment of `performance.now()`. */
  readonly endsAt: number;
  readonly expire: () => void;
}

/** Milliseconds between two looks at all deadlines: what a deadline may be late. */
const TICK_MS = 10;
/** A look that comes so late says that this process had no time itself. */
const STALL_MS = 100;

const deadlines = new Set<Deadline>();
let timer: NodeJS.Timeout | undefined;
let lookedAt = 0;

/**
 * Calls `expire` after so many milliseconds, at most a hundredth of a second late. Answers the way to call it off.
 * All deadlines share one timer, because nearly all of them are called off and a timer of its own costs each call
 * more than anything else that it does here.
 */
export function expireAfter(ms: number, expire: () => void): () => void {
  const deadline = { endsAt: performance.now() + ms, expire };
  deadlines.add(deadline);
  if (!timer) {
    lookedAt = performance.now();
    timer = setInterval(look, TICK_MS);
  }
  return () => void deadlines.delete(deadline);
}

function look(): void {
  if (deadlines.size === 0) {
    clearInterval(timer);
    timer = undefined;
    return;
  }
  const now = performance.now();
  const hasStalled = now - lookedAt > STALL_MS;
  lookedAt = now;
  // Answers may have come meanwhile: they are read before anybody is blamed.
  if (hasStalled) return;
  for (const deadline of deadlines) {
    if (deadline.endsAt > now) continue;
    deadlines.delete(deadline);
    deadline.expire();
  }
}
