import { Worker } from "node:worker_threads";
import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createEngine, type Engine } from "../../../gateway/execution/engine.ts";
import { startAgencies, type TestAgencies } from "../../support/federated/agencies.ts";
import { compose } from "../../support/federated/compose.ts";

const person = {
  sdl: 'type Query { me: Person } type Person @key(fields: "id") { id: ID! name: String }',
  resolvers: { Query: { me: () => ({ id: "1", name: "An" }) } },
};
const more = {
  sdl: 'type Person @key(fields: "id") { id: ID! title: String }',
  resolvers: { Person: { title: () => "Chị" } },
};

describe("the engine", () => {
  let before: TestAgencies, after: TestAgencies, engine: Engine;
  const registered = ["{ me { name } }", "{ me { title } }"];
  const wrapped: string[] = [];
  beforeAll(async () => {
    before = await startAgencies({ person });
    after = await startAgencies({ person, more });
    engine = createEngine({
      supergraphSdl: before.supergraphSdl,
      agencies: { person: { url: before.urls["person"]! }, more: { url: after.urls["more"]! } },
      registered: registered.map((text) => parse(text)),
      check({ apiSchema }) {
        if (apiSchema.getType("Forbidden")) throw new Error("The graph is not to be served.");
      },
      wrapFetch: (fetch) => (request) => {
        wrapped.push(`${request.agency} for ${String(request.caller)}`);
        return fetch({ ...request, headers: { "x-signed": "yes" } });
      },
    });
    await engine.load();
  });
  afterAll(async () => {
    await engine.stop();
    await Promise.all([before[Symbol.asyncDispose](), after[Symbol.asyncDispose]()]);
  });

  const planned = async (text: string) => {
    const asked = vi.spyOn(Worker.prototype, "postMessage");
    await engine.prepare(parse(text)).prepare();
    const count = asked.mock.calls.length;
    asked.mockRestore();
    return count > 0;
  };

  it("hands the caller to whoever wraps a fetch", async () => {
    const operation = engine.prepare(parse("{ me { n: name } }"));
    expect(await operation.execute({ caller: "clerk" })).toEqual({ data: { me: { n: "An" } } });
    expect(wrapped).toEqual(["person for clerk"]);
  });

  it("has planned the registered operations before it serves, and no others", async () => {
    expect(await planned("{ me { name } }")).toBe(false);
    expect(await planned("{ me { id } }")).toBe(true);
  });

  it("follows a new supergraph, with its registered operations planned, while operations of the old one go on", async () => {
    const loaded: string[] = [];
    engine.onSupergraph(({ id }) => loaded.push(id));
    const old = engine.prepare(parse("{ me { name } }"));
    await engine.offer(after.supergraphSdl);
    expect(loaded).toEqual([engine.supergraphId()]);
    expect(await planned("{ me { title } }")).toBe(false);
    expect(await engine.prepare(parse("{ me { title } }")).execute({})).toEqual({ data: { me: { title: "Chị" } } });
    expect(old.supergraphId).not.toBe(engine.supergraphId());
    expect(await old.execute({})).toEqual({ data: { me: { name: "An" } } });
  });

  it("keeps the supergraph that it has when a bad one is offered, or one that is not to be served", async () => {
    const id = engine.supergraphId();
    const forbidden = compose({ person: `${person.sdl} type Forbidden { x: Int }` });
    await expect(engine.offer(forbidden)).rejects.toThrow("The graph is not to be served.");
    await expect(engine.offer("type Query { x: Int }")).rejects.toThrow();
    expect(engine.supergraphId()).toBe(id);
  });

  it("refuses a document without the operation, one with several and no name, and subscriptions", () => {
    const prepare = (text: string, name?: string) => () => engine.prepare(parse(text), name);
    expect(prepare("query A { me { id } }", "constructor")).toThrow("The document does not hold the operation.");
    expect(prepare("query A { me { id } } query B { me { id } }")).toThrow("The document does not hold the operation.");
    expect(prepare("subscription S { me { id } }")).toThrow("Subscriptions are not served.");
    expect(prepare("query A { me { id } } query B { me { id } }", "B")).not.toThrow();
  });
});

describe("what the hub itself is to blame for", () => {
  it("reaches the client as an incident id alone, and the log with its cause", async () => {
    const agencies = await startAgencies({ person });
    const logged: unknown[] = [];
    const engine = createEngine({ supergraphSdl: agencies.supergraphSdl, log: (incident) => logged.push(incident) });
    await engine.load();
    const { errors } = await engine.prepare(parse("{ nothing }")).execute({});
    const incidentId = errors?.[0]?.extensions.incidentId;
    expect(errors).toEqual([
      { message: "The operation could not be planned.", extensions: { code: "INTERNAL", incidentId } },
    ]);
    expect(logged).toEqual([{ incidentId, cause: expect.stringContaining("nothing") }]);
    await engine.stop();
    await agencies[Symbol.asyncDispose]();
  });
});
