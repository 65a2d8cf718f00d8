import type { Server } from "node:http";

/** Milliseconds between two looks at who has been answered. */
const LOOK_MS = 50;

/**
 * For a server that was told to stop: ends each connection once its last request is answered. Clients keep connections
 * for their next request, and a server would wait for them all.
 */
export function hangUpWhenAnswered(server: Server): void {
  const looks = setInterval(() => server.closeIdleConnections(), LOOK_MS);
  server.once("close", () => clearInterval(looks));
}
