import { ApolloServer } from "@apollo/server";
import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine, type Engine } from "../../../gateway/execution/engine.ts";
import { startAgencies, type TestAgencies } from "../../support/federated/agencies.ts";

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
  const wrapped: string[] = [];
  beforeAll(async () => {
    before = await startAgencies({ person });
    after = await startAgencies({ person, more });
    engine = createEngine({
      supergraphSdl: before.supergraphSdl,
      agencies: { person: { url: after.urls["person"]! }, more: { url: after.urls["more"]! } },
      requestOf: (context) => ({ caller: (context as { who: string }).who }),
      wrapFetch: (fetch) => (request) => {
        wrapped.push(`${request.agency} for ${String(request.caller)}`);
        return fetch({ ...request, headers: { "x-signed": "yes" } });
      },
    });
  });
  afterAll(async () => {
    await engine.stop();
    await Promise.all([before[Symbol.asyncDispose](), after[Symbol.asyncDispose]()]);
  });

  it("is a gateway for Apollo Server, hands the caller to whoever wraps a fetch, and follows a new supergraph without a restart", async () => {
    const server = new ApolloServer<{ who: string }>({ gateway: engine, includeStacktraceInErrorResponses: false });
    await server.start();
    const ask = async (query: string) => {
      const { body } = await server.executeOperation({ query }, { contextValue: { who: "clerk" } });
      return body.kind === "single" ? (JSON.parse(JSON.stringify(body.singleResult)) as unknown) : undefined;
    };
    expect(await ask("{ me { n: name } }")).toEqual({ data: { me: { n: "An" } } });
    expect(wrapped).toEqual(["person for clerk"]);
    expect(await ask("{ me { title } }")).toMatchObject({
      errors: [{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }],
    });

    const old = engine.prepare(parse("{ me { name } }"));
    await engine.offer(after.supergraphSdl, [
      parse("query A { me { title } } query B($x: Boolean!) { me { name @skip(if: $x) id } }"),
    ]);
    expect(await ask("{ me { title } }")).toEqual({ data: { me: { title: "Chị" } } });
    expect(old.supergraphId).not.toBe(engine.supergraphId());
    expect(await old.execute({})).toEqual({ data: { me: { name: "An" } } });
  });

  it("keeps the supergraph that it has when a bad one is offered", async () => {
    const id = engine.supergraphId();
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
    await engine.load({ apollo: {} });
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
