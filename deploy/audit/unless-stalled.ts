/**
 * Does some work that says each time it has got further, and gives it up where nothing is heard of it for `stalledMs`:
 * a connection that was cut off in the middle of a statement is waited for without end.
 * @throws what the work throws, or an Error that says how long nothing was heard
 */
export async function unlessStalled<Answer>(
  stalledMs: number,
  work: (gotFurther: () => void) => Promise<Answer>,
): Promise<Answer> {
  const { promise: stalled, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(new Error(`It has got no further for ${stalledMs / 1_000} s and is given up.`));
  const patience = setTimeout(giveUp, stalledMs);
  try {
    return await Promise.race([work(() => patience.refresh()), stalled]);
  } finally {
    clearTimeout(patience);
  }
}
