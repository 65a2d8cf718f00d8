import { createHash } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startSmallHub, type SmallHub } from "../support/small-hub.ts";

const JSON_TYPE = "application/json";
const ROSTER = "{ roster { id } }";

describe("what the hub does not do over HTTP", () => {
  let hub: SmallHub;
  beforeAll(async () => void (hub = await startSmallHub()));
  afterEach(() => void (hub.commission.fault = undefined));
  afterAll(() => hub[Symbol.asyncDispose]());

  const send = async (body: string | FormData, headers: Record<string, string> = { "content-type": JSON_TYPE }) => {
    const response = await fetch(hub.gateway.url, { method: "POST", headers, body });
    const { data, errors } = JSON.parse(await response.text()) as { data?: unknown; errors?: { extensions: object }[] };
    return { status: response.status, headers: response.headers, data, errors, code: errors?.[0]?.extensions };
  };
  const asked = (query: string, accept: string) =>
    send(JSON.stringify({ query }), { "content-type": JSON_TYPE, accept });

  it.each(["text/event-stream", 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0'])(
    "subscriptions: an answer as %s is refused",
    async (accept) => {
      expect(await asked("subscription { roster { id } }", accept)).toMatchObject({
        status: 406,
        code: { code: "NOT_ACCEPTABLE" },
      });
    },
  );

  it("subscriptions: an operation that is one is refused", async () => {
    const { data, code } = await asked("subscription { roster { id } }", JSON_TYPE);
    expect(data).toBeUndefined();
    expect(code).toMatchObject({ code: expect.stringMatching(/^(GRAPHQL_VALIDATION_FAILED|BAD_REQUEST)$/) });
  });

  it("subscriptions: a WebSocket is not opened", async () => {
    const socket = new WebSocket(hub.gateway.url.replace("http", "ws"), "graphql-transport-ws");
    const opened = await new Promise<boolean>((resolve) => {
      socket.addEventListener("open", () => resolve(true));
      socket.addEventListener("error", () => resolve(false));
    });
    expect(opened).toBe(false);
  });

  it("uploads: a form with a file is refused by its media type", async () => {
    const form = new FormData();
    form.set("operations", JSON.stringify({ query: ROSTER }));
    form.set("0", new Blob(["synthetic"]), "file.txt");
    expect(await send(form, {})).toMatchObject({ status: 415, code: { code: "UNSUPPORTED_MEDIA_TYPE" } });
  });

  it("HTTP batches: a list of requests is refused as one", async () => {
    const calls = hub.commission.calls.length;
    expect(await send(JSON.stringify([{ query: ROSTER }, { query: ROSTER }]))).toMatchObject({
      status: 400,
      code: { code: "BAD_REQUEST" },
    });
    expect(hub.commission.calls).toHaveLength(calls);
  });

  it("automatic persisted queries: a client cannot register what it likes", async () => {
    const sha256Hash = createHash("sha256").update(ROSTER).digest("hex");
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    await send(JSON.stringify({ query: ROSTER, extensions }));
    expect(await send(JSON.stringify({ extensions }))).toMatchObject({ code: { code: "BAD_REQUEST" }, data: undefined });
  });

  it("caching: the strictest rule holds whatever agencies say, the first time and the second", async () => {
    const answer = JSON.stringify({ data: { roster: [] }, extensions: { note: "from the agency" } });
    hub.commission.fault = (response) =>
      void response.writeHead(200, { "content-type": JSON_TYPE, "cache-control": "max-age=60" }).end(answer);
    for (let time = 0; time < 2; time += 1) {
      const { headers, data } = await asked(ROSTER, JSON_TYPE);
      expect(headers.get("cache-control")).toBe("no-store");
      expect(data).toEqual({ roster: [] });
    }
  });

  it("extensions of an agency do not pass", async () => {
    const answer = JSON.stringify({ data: { roster: [] }, extensions: { note: "from the agency" } });
    hub.commission.fault = (response) => void response.writeHead(200, { "content-type": JSON_TYPE }).end(answer);
    expect(await hub.ask(ROSTER)).toEqual({ data: { roster: [] } });
  });
});
