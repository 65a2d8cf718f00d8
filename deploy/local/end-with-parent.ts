/**
 * Loaded into every child before its own code, so that none outlives its parent: not one that is still starting and
 * has no ear for its parent yet, and not one that hangs while it closes. Whoever closes in time exits by itself.
 */
const PATIENCE_MS = 8_000;

process.once("disconnect", () => {
  // Nobody else listens: the child's own code has not come that far.
  if (process.listenerCount("disconnect") === 0) process.exit(1);
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
});
