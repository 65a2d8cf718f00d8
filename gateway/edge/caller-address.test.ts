import { once } from "node:events";
import Fastify from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addressOf } from "./caller-address.ts";
import { httpEdge } from "./http-edge.ts";

const PROXY = "10.0.0.5";
const CALLER = "203.0.113.9";

describe("the address of a caller", () => {
  const behind = httpEdge({ logLevel: "silent", trustedProxies: [PROXY, "192.0.2.0/24", "fd00::/8"] });
  const open = httpEdge({ logLevel: "silent", trustedProxies: [] });
  beforeAll(() => {
    for (const app of [behind, open]) app.get("/", async (request) => addressOf(request));
  });
  afterAll(() => Promise.all([behind.close(), open.close()]));

  const addressAt = async (app: typeof behind, peer: string, forwarded: string | string[] | null) => {
    const headers = { ...(forwarded !== null && { "x-forwarded-for": forwarded }), "x-forwarded-host": "evil" };
    return (await app.inject({ url: "/", remoteAddress: peer, headers })).payload;
  };

  it.each<readonly [string, string, string | string[] | null, string]>([
    ["the peer's where no proxy says another", PROXY, null, PROXY],
    ["what a trusted proxy says", PROXY, CALLER, CALLER],
    ["what the trusted proxy adds to its client's claims", PROXY, `198.51.100.1, ${CALLER}`, CALLER],
    ["the one before a row of trusted proxies", "fd00::5", `198.51.100.1, ${CALLER}, 192.0.2.77`, CALLER],
    ["what a trusted proxy says in a header of its own", PROXY, ["198.51.100.1", CALLER], CALLER],
    ["what a trusted proxy says that reaches a socket of both kinds", `::ffff:${PROXY}`, CALLER, CALLER],
    ["an address of the newer kind", PROXY, "2001:db8::1", "2001:db8::1"],
  ])("is %s", async (_, peer, forwarded, expected) => {
    expect(await addressAt(behind, peer, forwarded)).toBe(expected);
  });

  it("is the peer's whatever the header says when the peer is nobody whom the operator trusts", async () => {
    for (const forwarded of [CALLER, PROXY, `${CALLER}, ${PROXY}`, "::1", "nonsense"]) {
      expect(await addressAt(behind, "10.0.0.6", forwarded)).toBe("10.0.0.6");
      expect(await addressAt(open, PROXY, forwarded)).toBe(PROXY);
      expect(await addressAt(open, "127.0.0.1", forwarded)).toBe("127.0.0.1");
    }
  });

  it("is known after the caller has hung up, and empty where nobody looked before", async () => {
    for (const [app, expected] of [
      [httpEdge({ logLevel: "silent", trustedProxies: [PROXY] }), "127.0.0.1"],
      [Fastify({ trustProxy: [PROXY] }), ""],
    ] as const) {
      const hangUp = new AbortController();
      const found = new Promise<string>((resolve) => {
        app.get("/", async (request, reply) => {
          hangUp.abort();
          await once(reply.raw, "close");
          resolve(addressOf(request));
          return reply.hijack();
        });
      });
      const url = await app.listen({ host: "127.0.0.1", port: 0 });
      await expect(fetch(url, { signal: hangUp.signal })).rejects.toThrow();
      expect(await found).toBe(expected);
      await app.close();
    }
  });

  it("is the last proxy's when what stands before it is no address, however long", async () => {
    const odd = [
      "",
      " ",
      ",",
      "unknown",
      "_hidden",
      `${CALLER}:4711`,
      `[2001:db8::1]:80`,
      "0x7f.1",
      "\u0000",
      "a".repeat(7_000),
    ];
    for (const forwarded of odd) {
      const found = await Promise.all(
        [forwarded, `${forwarded}, 192.0.2.77`].map((all) => addressAt(behind, PROXY, all)),
      );
      expect([forwarded, ...found]).toEqual([forwarded, PROXY, "192.0.2.77"]);
    }
  });
});
