import { Agent, createServer, get, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { hangUpWhenAnswered } from "./stopping.ts";

/** A server that is told to stop while it answers somebody who keeps the connection. Answers whether it has stopped. */
async function stopWhileAnswering(prepare: (server: Server) => void): Promise<boolean> {
  const asked = Promise.withResolvers<ServerResponse>();
  const server = createServer((_, response) => asked.resolve(response));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  const answer = once(get({ agent, port, host: "127.0.0.1" }), "response");
  const response = await asked.promise;
  const closed = once(server.close(), "close").then(() => true);
  prepare(server);
  response.end("answer");
  const [received] = (await answer) as [IncomingMessage];
  expect(String(await received.toArray())).toBe("answer");
  const isClosed = await Promise.race([closed, delay(1_000, false)]);
  agent.destroy();
  server.closeAllConnections();
  await closed;
  return isClosed;
}

describe("a server that stops", () => {
  it("lets go of whoever has been answered", async () => {
    expect(await stopWhileAnswering(hangUpWhenAnswered)).toBe(true);
  });

  it("would wait for a connection that is kept", async () => {
    expect(await stopWhileAnswering(() => undefined)).toBe(false);
  });
});
