import { setTimeout as delay } from "node:timers/promises";
import { createServer, request, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import { GraphQLError } from "graphql";
import { createClient, type RequestParams } from "graphql-sse";
import { describe, expect, it } from "vitest";
import type { Caller } from "#contract/caller.ts";
import { limits } from "#contract/limits.ts";
import { registeredOperation } from "#contract/registered-operations.ts";
import { openStream } from "../../test/support/live-stream.ts";
import type { Identity } from "../identity/identity.ts";
import { sendLiveAnswers } from "./live-answers.ts";
import { serveLiveQueries } from "./live-queries.ts";
import { watchChanges } from "./watch-changes.ts";

const query = registeredOperation("list.graphql", "# purposes: STATISTICS\nquery List { list }\n");
const mutation = registeredOperation("act.graphql", "# purposes: STATISTICS\nmutation Act { act }\n");

/** A gateway that answers a list, an agency that says whether anything has changed, and a token that may be withdrawn. */
async function startGateway() {
  const state = { list: 1, status: 200, mark: "1", isAway: false, isFlooding: false, isWithdrawn: false, marksAsked: 0, padding: "", questions: [] as object[] };
  const agency = createServer((_, response) => {
    state.marksAsked += 1;
    if (state.isAway) response.destroy();
    else if (state.isFlooding) response.end(`{"mark":"${state.mark}","more":"${"x".repeat(1_000_000)}"}`);
    else response.setHeader("content-type", "application/json").end(JSON.stringify({ mark: state.mark }));
  });
  await once(agency.listen(0, "127.0.0.1"), "listening");
  const agencyUrl = `http://127.0.0.1:${(agency.address() as AddressInfo).port}/graphql`;
  const app = Fastify();
  const refusal = new GraphQLError("withdrawn", { extensions: { code: "AUTH_TOKEN_INVALID" } });
  const identity: Identity = {
    identify: async () => {
      if (state.isWithdrawn) throw refusal;
      return { issuer: "urn:test", subject: "s1" } as Caller;
    },
    close: () => undefined,
  };
  const changes = watchChanges({ agencies: { agency: { url: agencyUrl } }, keys: new Map(), roundMs: 50 });
  app.post("/graphql", async ({ body, headers }, reply) => {
    const { authorization, accept } = headers;
    state.questions.push({ body, authorization, accept, requestId: headers["x-request-id"] });
    reply.code(state.status);
    return { data: { list: state.list, padding: state.padding }, extensions: { cost: Math.random() } };
  });
  serveLiveQueries(app, { operations: [query, mutation], identity, changes, beatMs: 100 });
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  const url = `${address}/graphql/live`;
  return {
    state,
    url,
    change: (list: number) => Object.assign(state, { list, mark: String(Number(state.mark) + 1) }),
    open: (documentId = query.documentId) =>
      openStream(new URL(url), {
        headers: { authorization: "Bearer t1" },
        body: { documentId, variables: { a: 1 } },
      }),
    [Symbol.asyncDispose]: async () => {
      await app.close();
      agency.close();
      agency.closeAllConnections();
    },
  };
}

describe("a live query", () => {
  it("asks the client's own question with the client's own token, and sends what differs", async () => {
    await using gateway = await startGateway();
    await using stream = await gateway.open();
    expect((await stream.next()).answer).toMatchObject({ data: { list: 1 } });
    gateway.change(1);
    gateway.change(2);
    expect((await stream.next()).answer).toMatchObject({ data: { list: 2 } });
    expect(stream.waiting()).toBe(0);
    const question = { body: { documentId: query.documentId, variables: { a: 1 } }, authorization: "Bearer t1" };
    expect(gateway.state.questions[0]).toMatchObject(question);
    expect(new Set(gateway.state.questions.map((each) => JSON.stringify(each))).size).toBe(gateway.state.questions.length);
  });

  it("is understood by the usual client", async () => {
    await using gateway = await startGateway();
    const client = createClient({ url: gateway.url, headers: { authorization: "Bearer t1" }, retryAttempts: 0 });
    const asked = { documentId: query.documentId, variables: {} } as unknown as RequestParams;
    const lists: unknown[] = [];
    for await (const { data } of client.iterate<{ list: number }>(asked)) {
      lists.push(data?.list);
      if (lists.length === 2) break;
      gateway.change(2);
    }
    client.dispose();
    expect(lists).toEqual([1, 2]);
  });

  it.each([
    ["text/event-stream", 200],
    ["text/*;q=0.5, application/json", 200],
    ["*/*", 200],
    ["application/json", 406],
    ["application/graphql-response+json, text/event-stream;q=0", 406],
  ])("looks at what its client accepts: '%s' is %i", async (accept, status) => {
    await using gateway = await startGateway();
    const response = await fetch(gateway.url, {
      method: "POST",
      headers: { "content-type": "application/json", accept },
      body: JSON.stringify({ documentId: query.documentId }),
    });
    expect(response.status).toBe(status);
    if (status === 200) return response.body?.cancel();
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: "NOT_ACCEPTABLE" } }] });
    return expect(gateway.state.questions).toEqual([]);
  });

  it("beats while there is nothing to say", async () => {
    await using gateway = await startGateway();
    await using stream = await gateway.open();
    await stream.next();
    await delay(500);
    expect(stream.beats()).toBeGreaterThanOrEqual(2);
    expect(stream.waiting()).toBe(0);
    expect(gateway.state.questions).toHaveLength(1);
  });

  it("ends within a beat of the token's end", async () => {
    await using gateway = await startGateway();
    await using stream = await gateway.open();
    await stream.next();
    gateway.state.isWithdrawn = true;
    expect((await stream.next()).answer).toMatchObject({ errors: [{ extensions: { code: "AUTH_TOKEN_INVALID" } }] });
    await delay(50);
    expect(stream.isComplete()).toBe(true);
  });

  it("ends when the caller is refused, and not when the hub is busy: it asks again", async () => {
    await using gateway = await startGateway();
    await using stream = await gateway.open();
    await stream.next();
    gateway.state.status = 503;
    gateway.change(2);
    await delay(300);
    expect(stream.waiting()).toBe(0);
    gateway.state.status = 200;
    expect((await stream.next()).answer).toMatchObject({ data: { list: 2 } });
    gateway.state.status = 403;
    gateway.change(3);
    await stream.next();
    await delay(50);
    expect(stream.isComplete()).toBe(true);
  });

  it("is not asked again until the client has taken the answer before", async () => {
    await using gateway = await startGateway();
    // More than sockets hold for a reader who does not read.
    gateway.state.padding = "x".repeat(12_000_000);
    const asking = request(gateway.url, { method: "POST", headers: { "content-type": "application/json" } });
    asking.end(JSON.stringify({ documentId: query.documentId }));
    const [stream] = (await once(asking, "response")) as [IncomingMessage];
    for (const list of [2, 3, 4, 5]) {
      gateway.change(list);
      await delay(60);
    }
    expect(gateway.state.questions).toHaveLength(1);
    gateway.state.padding = "";
    for await (const chunk of stream) if (String(chunk).includes('"list":5')) break;
    expect(gateway.state.questions.length).toBeLessThanOrEqual(3);
  });

  it("ends when the gateway does not answer itself any more", async () => {
    const { promise: completed, resolve } = Promise.withResolvers<void>();
    const stream = { next: () => undefined, beat: () => undefined, complete: resolve, hasRoom: async () => true };
    const ask = () => Promise.reject(new Error("The server is closed."));
    const first = { status: 200, body: '{"data":{}}', retryAfterSeconds: null };
    const answers = sendLiveAnswers(first, { stream, ask, isWelcome: async () => true, lastId: null, beatMs: 1_000 });
    answers.refresh();
    await completed;
    answers.stop();
  });

  it("gives its place back when it cannot begin", async () => {
    const app = Fastify({ logger: false });
    const changes = { listen: () => Promise.reject(new Error("nobody can be asked")), close: () => undefined };
    serveLiveQueries(app, { operations: [query], identity: null, changes });
    for (let time = 0; time <= limits.liveStreamsPerCallerMax; time++) {
      const payload = { documentId: query.documentId };
      expect((await app.inject({ method: "POST", url: "/graphql/live", payload })).statusCode).toBe(500);
    }
    await app.close();
  });

  it.each(["listening", "asking"] as const)("is told to ask again when the gateway stops while it is %s", async (stage) => {
    const app = Fastify();
    const [reached, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const waitAt = async (here: string) => {
      if (here !== stage) return;
      reached.resolve();
      await goOn.promise;
    };
    let listening = 0;
    const listen = async () => {
      listening += 1;
      await waitAt("listening");
      return () => void (listening = 0);
    };
    app.post("/graphql", async () => {
      await waitAt("asking");
      return { data: {} };
    });
    serveLiveQueries(app, { operations: [query], identity: null, changes: { listen, close: () => undefined } });
    const asked = app.inject({ method: "POST", url: "/graphql/live", payload: { documentId: query.documentId } });
    await reached.promise;
    await app.close();
    goOn.resolve();
    const { statusCode, headers, body } = await asked;
    expect([statusCode, headers["retry-after"], listening]).toEqual([503, "1", 0]);
    expect(body).toContain('"HUB_OVERLOADED"');
  });

  it("is refused with the time to come again when its first answer is", async () => {
    const app = Fastify();
    app.post("/graphql", async (_, reply) => reply.code(429).header("retry-after", 7).send({ errors: [] }));
    const changes = { listen: async () => () => undefined, close: () => undefined };
    serveLiveQueries(app, { operations: [query], identity: null, changes });
    const payload = { documentId: query.documentId };
    const { statusCode, headers } = await app.inject({ method: "POST", url: "/graphql/live", payload });
    expect([statusCode, headers["retry-after"]]).toEqual([429, "7"]);
    await app.close();
  });

  it("is never a mutation", async () => {
    await using gateway = await startGateway();
    await expect(gateway.open(mutation.documentId)).rejects.toThrow("400");
    expect(gateway.state.questions).toEqual([]);
  });

  it("ends with the gateway", async () => {
    const gateway = await startGateway();
    await using stream = await gateway.open();
    await stream.next();
    await gateway[Symbol.asyncDispose]();
    await delay(50);
    expect(stream.isComplete()).toBe(true);
  });
});

describe("the watch for changes", () => {
  it("asks agencies only while somebody listens", async () => {
    await using gateway = await startGateway();
    await delay(200);
    expect(gateway.state.marksAsked).toBe(0);
    const stream = await gateway.open();
    await stream.next();
    await delay(300);
    expect(gateway.state.marksAsked).toBeGreaterThan(2);
    await stream[Symbol.asyncDispose]();
    await delay(100);
    const asked = gateway.state.marksAsked;
    await delay(300);
    expect(gateway.state.marksAsked).toBe(asked);
  });

  it("hears after an agency was away what it did meanwhile", async () => {
    await using gateway = await startGateway();
    await using stream = await gateway.open();
    await stream.next();
    gateway.state.isAway = true;
    gateway.change(2);
    await delay(200);
    expect(stream.waiting()).toBe(0);
    gateway.state.isAway = false;
    expect((await stream.next()).answer).toMatchObject({ data: { list: 2 } });
  });

  it("reads no more of an agency than a mark is long", async () => {
    await using gateway = await startGateway();
    await using stream = await gateway.open();
    await stream.next();
    gateway.state.isFlooding = true;
    gateway.change(2);
    await delay(200);
    expect(stream.waiting()).toBe(0);
    gateway.state.isFlooding = false;
    expect((await stream.next()).answer).toMatchObject({ data: { list: 2 } });
  });
});
