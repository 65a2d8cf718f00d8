/** Nonces held in each half of the memory; some 100 MB in all, far above what one process can answer in a window. */
const NONCES_MAX = 500_000;

/**
 * Remembers each nonce for at least `windowMs` in two sets that take turns, so that forgetting costs nothing.
 * `use` answers undefined the first time, and why not otherwise. Only nonces of good signatures belong here: a stranger
 * must not be able to fill it.
 */
export function createNonceStore(windowMs: number, noncesMax: number = NONCES_MAX) {
  let [current, previous] = [new Set<string>(), new Set<string>()];
  let turnedAt = -Infinity;
  const use = (nonce: string, now: number): "replayed" | "overloaded" | undefined => {
    const age = now - turnedAt;
    if (age >= windowMs) {
      previous = age >= 2 * windowMs ? new Set() : current;
      current = new Set();
      turnedAt = now;
    }
    if (current.has(nonce) || previous.has(nonce)) return "replayed";
    // What cannot be remembered could be played again.
    if (current.size >= noncesMax) return "overloaded";
    current.add(nonce);
    return undefined;
  };
  return { use };
}
