/** Something that must happen by a moment unless it is called off before. */
interface Deadline {
  /** Moment of `performance.now()`. */
  readonly endsAt: number;
  readonly expire: () => void;
}

/** Milliseconds between two looks at all deadlines: what a deadline may be late. */
const TICK_MS = 10;
/** A look that comes so long after the one before says that this process had no time itself. */
const STALL_MS = 100;

const deadlines = new Set<Deadline>();
let timer: NodeJS.Timeout | undefined;
let lookedAt = 0;

/**
 * Calls `expire` after so many milliseconds: a hundredth of a second late at most, or at the second look of a process
 * that had no time itself. Answers the way to call it off. All deadlines share one timer, because nearly all of them
 * are called off and a timer of its own costs each call more than anything else that it does here.
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
  // Answers may have come meanwhile: they are read before anybody is blamed, but for that one look is enough.
  const overSince = now - lookedAt > STALL_MS ? lookedAt : now;
  lookedAt = now;
  for (const deadline of deadlines) {
    if (deadline.endsAt > overSince) continue;
    deadlines.delete(deadline);
    deadline.expire();
  }
}
