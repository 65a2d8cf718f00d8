import { request, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OfferedPersona } from "../../gateway/identity/trial-personas.ts";
import { personas } from "../../gateway/identity/personas.ts";
import type { Answer } from "../support/small-hub.ts";
import { startTrialGateway, type TrialGateway } from "../support/trial-gateway.ts";

let trial: TrialGateway;
let production: TrialGateway;
beforeAll(async () => {
  trial = await startTrialGateway();
  production = await startTrialGateway({ isTrial: false });
});
afterAll(() => Promise.all([trial, production].map((gateway) => gateway[Symbol.asyncDispose]())));

/** With any header, also those that a browser sets by itself. */
async function get(url: string, headers: Readonly<Record<string, string>>) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers }, resolve).on("error", reject).end();
  });
  return { status: response.statusCode, headers: response.headers, body: await json(response) };
}

const offer = (gateway: TrialGateway, headers: Readonly<Record<string, string>>) =>
  get(new URL("/trial/personas", gateway.url).href, headers);

const codeOf = (body: unknown) => (body as Answer).errors?.[0]?.extensions["code"];

describe("the personas of a trial", () => {
  it("are offered to the gateway's own page, with tokens that are heard", async () => {
    const { status, headers, body } = await offer(trial, { "sec-fetch-site": "same-origin" });
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("no-store");
    expect(Object.keys(headers).filter((name) => /^access-control-|^set-cookie$/.test(name))).toEqual([]);
    const offered = body as readonly OfferedPersona[];
    expect(offered.map(({ name }) => name)).toEqual(personas.map(({ name }) => name));
    for (const { token } of offered) {
      const response = await fetch(trial.url, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: "{ __typename }" }),
      });
      expect(await response.json()).toEqual({ data: { __typename: "Query" } });
    }
  });

  it.each([
    ["another site", { "sec-fetch-site": "cross-site" }],
    ["another port of this machine", { "sec-fetch-site": "same-site" }],
    ["an address typed by hand", { "sec-fetch-site": "none" }],
    ["nobody who says", {}],
  ])("are not offered to a page of %s, as if there were none", async (_, headers: Record<string, string>) => {
    const { status, body } = await offer(trial, headers);
    expect([status, codeOf(body)]).toEqual([404, "ROUTE_NOT_FOUND"]);
  });

  it("are not offered where issuers are named", async () => {
    const { status, body } = await offer(production, { "sec-fetch-site": "same-origin" });
    expect([status, codeOf(body)]).toEqual([404, "ROUTE_NOT_FOUND"]);
  });
});

describe("a gateway for the people at its machine", () => {
  const rebound = { host: "evil.example:4000", "sec-fetch-site": "same-origin" };

  it.each(["/trial/personas", "/graphql", "/", "/health"])(
    "answers no page of a host whose name was made to lead to it: %s",
    async (path) => {
      const { status, body } = await get(new URL(path, trial.url).href, rebound);
      expect([status, codeOf(body)]).toEqual([421, "HOST_UNKNOWN"]);
    },
  );

  it.each(["localhost:4000", "[::1]:4000", "127.0.0.1", "0.0.0.0:4000"])("answers to the machine's own name: %s", async (host) => {
    expect((await get(new URL("/health", trial.url).href, { host })).status).toBe(200);
  });

  it.each(["127.0.0.1.evil.example", "localhost.evil.example:4000", "[evil.example]"])(
    "is not taken in by a name that looks like its own: %j",
    async (host) => expect((await get(new URL("/health", trial.url).href, { host })).status).toBe(421),
  );

  it("is none where issuers are named: a proxy may call it by any name", async () => {
    expect((await get(new URL("/health", production.url).href, rebound)).status).toBe(200);
  });
});
