import { once } from "node:events";
import { createServer } from "node:http";
import type { ShipperAddress } from "./config.ts";

/** Answers `/health` and `/ready`, as every process of the hub does, for as long as the event loop turns. */
export async function answerHealth({ host, port }: ShipperAddress): Promise<AsyncDisposable> {
  const server = createServer(({ url = "" }, response) => {
    const isKnown = url === "/health" || url === "/ready";
    response.writeHead(isKnown ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify({ status: isKnown ? "ok" : "not found" }));
  });
  server.listen(port, host);
  await once(server, "listening");
  return {
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
