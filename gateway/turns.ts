/** Nobody is held longer than a turn beyond that, however long turns are. */
const HELD_MAX_MS = 5;

/**
 * Calls back after so many turns of the event loop, never before it returns. Each takes a microsecond while
 * nothing else happens and as long as all the rest while much does: whoever gathers what is to leave together waits for
 * nobody on an idle machine, and for many on a busy one.
 */
export function afterTurns(turns: number, then: () => void, since = performance.now()): void {
  setImmediate(() => {
    if (turns <= 1 || performance.now() - since > HELD_MAX_MS) then();
    else afterTurns(turns - 1, then, since);
  });
}
