import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { httpEdge } from "./http-edge.ts";

it("a gateway that stops answers what is under way, and tells whoever asks on an open connection to come again", async () => {
  const app = httpEdge({ logLevel: "silent", trustedProxies: [] });
  const [started, finish] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  app.get("/slow", async () => {
    started.resolve();
    await finish.promise;
    return { slow: true };
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  const heard = text(socket);
  const ask = (id: string) => socket.write(`GET /slow HTTP/1.1\r\nHost: hub\r\nX-Request-Id: ${id}\r\n\r\n`);
  ask("one");
  await started.promise;
  const closed = app.close();
  await sleep(20);
  ask("two");
  setTimeout(finish.resolve, 100);
  await closed;
  const [first, second] = (await heard).split(/(?=HTTP\/1\.1 )/);
  expect(first).toMatch(/^HTTP\/1\.1 200 [^]*x-request-id: one[^]*\{"slow":true\}/);
  expect(second).toMatch(/^HTTP\/1\.1 503 [^]*x-request-id: two[^]*retry-after: 1[^]*"code":"HUB_OVERLOADED"/);
});
