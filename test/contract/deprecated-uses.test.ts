import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../deploy/local/admin.ts";
import { sharedUses } from "../../gateway/usage/use-stores.ts";
import { composeForTest, startAgency, temporaryFile } from "../support/agencies.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { startOpenGateway } from "../support/open-gateway.ts";

const old = '@deprecated(reason: "Since 2026-01-31, served until 2026-07-31: use another.")';
const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  enum Sort { NAME  AGE ${old} }
  type Query { names(sort: Sort): [String!]  first(of: Int ${old}): String  gone: Int ${old} }`;

let resources: AsyncDisposableStack;
let database: TestDatabase;
let supergraphFile: string;
beforeAll(async () => {
  resources = new AsyncDisposableStack();
  database = resources.use(await createDatabase({ migrations: new URL("../../gateway/migrations/", import.meta.url) }));
  const resolvers = { Query: { names: () => ["a"], first: () => "a", gone: () => 1 } };
  const agency = resources.use(await startAgency(sdl, resolvers));
  const supergraph = composeForTest({ registry: { url: agency.url, sdl } });
  supergraphFile = resources.use(await temporaryFile("supergraph.graphql", supergraph)).path;
});
afterAll(() => resources.disposeAsync());

const kept = async (databaseUrl = database.url) => {
  const store = sharedUses(databaseUrl);
  const rows = await store.read();
  await store.close();
  return rows.map(({ element, operation, uses }) => [element, operation, uses]);
};

describe("deprecated elements in use", () => {
  it("are counted by each gateway, through both doors, and add up when gateways end", async () => {
    for (const _ of ["one gateway", "another"]) {
      await using gateway = await startOpenGateway({ supergraphFile, databaseUrl: database.url });
      for (const sort of ["AGE", "AGE", "NAME"])
        expect(await ask(gateway.url, "query ($s: Sort) { names(sort: $s) first(of: 1) }", { s: sort })).toBe(200);
      expect(await ask(gateway.url, "{ names }")).toBe(200);
    }
    expect(await kept()).toEqual([
      ["Query.first.of", "", 6],
      ["Sort.AGE", "", 4],
    ]);
  });

  it("are not counted for requests that get no answer", async () => {
    const before = await kept();
    await using gateway = await startOpenGateway({ supergraphFile, databaseUrl: database.url });
    const text = "query ($s: Sort!) { names(sort: $s) gone }";
    expect(await ask(gateway.url, text, { s: "SIZE" })).toBe(400);
    expect(await ask(gateway.url, text, { s: "NAME" }, { "x-cost": "estimate" })).toBe(200);
    expect(await (await fetch(new URL("/schema/uses.json", gateway.url))).json()).toHaveLength(before.length);
  });

  it("are told at an address of the hub, by a gateway without a database of its own counts", async () => {
    await using gateway = await startOpenGateway({ supergraphFile });
    await ask(gateway.url, "{ gone }");
    await ask(gateway.url, "{ gone }");
    const day = new Date().toISOString().slice(0, 10);
    expect(await (await fetch(new URL("/schema/uses.json", gateway.url))).json()).toEqual([
      { element: "Query.gone", operation: "", day, uses: 2 },
    ]);
  });

  it("are forgotten after 400 days, and not a day before", async () => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    const store = sharedUses(database.url);
    for (const ago of [400, 401]) await store.add([{ element: `Sort.D${ago}`, operation: "", day: day(ago), uses: 1 }]);
    await store.add([{ element: "Sort.AGE", operation: "", day: day(0), uses: 1 }]);
    await store.close();
    const stored = await withConnection(database.url, (client) =>
      client.query<{ element: string }>("select element from deprecated_use where element like 'Sort.D%'"),
    );
    expect(stored.rows).toEqual([{ element: "Sort.D400" }]);
  });
});

async function ask(url: string, query: string, variables: object = {}, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json", ...headers },
    body: JSON.stringify({ query, variables }),
  });
  await response.arrayBuffer();
  return response.status;
}
