import { once } from "node:events";
import Fastify, { type FastifyReply } from "fastify";
import { describe, expect, it } from "vitest";
import type { LaterPayload } from "../execution/answers.ts";
import { sendParts } from "./send-parts.ts";

const QUESTION = { method: "POST", headers: { "content-type": "application/json" }, body: "{}" };

/** A server that sends an answer of two parts after `before`; what it took for a fault, and how many parts were made. */
async function startSender(before: (reply: FastifyReply) => Promise<unknown>) {
  const told = { faults: 0, parts: 0, hasSent: Promise.withResolvers<void>() };
  const app = Fastify();
  app.setErrorHandler((_, __, reply) => {
    told.faults += 1;
    return reply.code(500).send();
  });
  async function* later(): AsyncGenerator<LaterPayload, void> {
    told.parts += 1;
    yield { completed: [{ id: "0" }], hasNext: false };
  }
  app.post("/", async (_, reply) => {
    await before(reply);
    sendParts({ data: {}, pending: [{ id: "0", path: [] }], later: later() }, reply, (errors) => errors);
    setImmediate(told.hasSent.resolve);
    return reply;
  });
  return { app, told, url: await app.listen({ host: "127.0.0.1", port: 0 }) };
}

describe("an answer in parts", () => {
  it("leaves for whoever waits for it", async () => {
    const { app, told, url } = await startSender(async () => undefined);
    const text = await (await fetch(url, QUESTION)).text();
    expect(text.match(/"hasNext":(true|false)/g)).toEqual(['"hasNext":true', '"hasNext":false']);
    expect(told).toMatchObject({ faults: 0, parts: 1 });
    await app.close();
  });

  it("is no fault and no work where the client has gone before it begins", async () => {
    const hangUp = new AbortController();
    const { app, told, url } = await startSender(async ({ raw }) => {
      hangUp.abort();
      await once(raw, "close");
    });
    await expect(fetch(url, { ...QUESTION, signal: hangUp.signal })).rejects.toThrow();
    await told.hasSent.promise;
    await app.close();
    expect(told).toMatchObject({ faults: 0, parts: 0 });
  });
});
