/** Something that must happen by a moment unless it is called off before. */
interface Deadline {
  /** Moment of `performance.now()`. */
  readonly endsAt: number;
  readonly expire: () => void;
  /** Its place among the others; -1 once it has been called off or is over. */
  place: number;
}

/** Milliseconds between two looks at all deadlines: what a deadline may be late. */
const TICK_MS = 10;
/** A look that comes so long after the one before says that this process had no time itself. */
const STALL_MS = 100;

/**
 * In no order. No Set: each time its table is full of holes it takes a new one, and in an old part of the heap the old
 * table keeps what it held, whole answers, until the next major collection.
 */
const deadlines: Deadline[] = [];
let timer: NodeJS.Timeout | undefined;
let lookedAt = 0;

/**
 * Calls `expire` after so many milliseconds: a hundredth of a second late at most, or at the second look of a process
 * that had no time itself. Answers the way to call it off. All deadlines share one timer, because nearly all of them
 * are called off and a timer of its own costs each call more than anything else that it does here.
 */
export function expireAfter(ms: number, expire: () => void): () => void {
  const deadline = { endsAt: performance.now() + ms, expire, place: deadlines.length };
  deadlines.push(deadline);
  if (!timer) {
    lookedAt = performance.now();
    timer = setInterval(look, TICK_MS);
  }
  return () => callOff(deadline);
}

/** The last one takes its place. */
function callOff(deadline: Deadline): void {
  const { place } = deadline;
  if (place < 0) return;
  deadline.place = -1;
  const last = deadlines.pop()!;
  if (last === deadline) return;
  deadlines[place] = last;
  last.place = place;
}

function look(): void {
  if (deadlines.length === 0) {
    clearInterval(timer);
    timer = undefined;
    return;
  }
  const now = performance.now();
  // Answers may have come meanwhile: they are read before anybody is blamed, but for that one look is enough.
  const overSince = now - lookedAt > STALL_MS ? lookedAt : now;
  lookedAt = now;
  for (const deadline of deadlines.filter(({ endsAt }) => endsAt <= overSince)) {
    // Another one's end may have called it off.
    if (deadline.place < 0) continue;
    callOff(deadline);
    deadline.expire();
  }
}
