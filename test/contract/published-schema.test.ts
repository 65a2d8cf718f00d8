import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  buildASTSchema,
  buildClientSchema,
  buildSchema,
  getIntrospectionQuery,
  lexicographicSortSchema,
  parse,
  printSchema,
  type GraphQLSchema,
  type IntrospectionQuery,
} from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { descriptionsOf, withDescriptions } from "../../schema/languages/coordinates.ts";
import { startTrialGateway, type TrialGateway } from "../support/trial-gateway.ts";

let gateway: TrialGateway;
let token: string;

beforeAll(async () => {
  gateway = await startTrialGateway();
  token = (await readFile(join(gateway.tokensFolder, "front-end-service"), "utf8")).trim();
});
afterAll(() => gateway?.[Symbol.asyncDispose]());

const get = (name: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(new URL(`/schema/${name}`, gateway.url), { headers: { authorization: `Bearer ${token}`, ...headers } });

const committed = (name: string) => readFileSync(new URL(`../../schema/${name}`, import.meta.url), "utf8");

const inOrder = (schema: GraphQLSchema) => `${printSchema(lexicographicSortSchema(schema))}\n`;

describe("what the hub publishes", () => {
  it("is the graph in force, as SDL and as introspection", async () => {
    const sdl = await (await get("api.graphql")).text();
    expect(sdl).toBe(inOrder(buildSchema(committed("api.graphql"))));
    const { data } = (await (await get("introspection.json")).json()) as { data: IntrospectionQuery };
    expect(inOrder(buildClientSchema(data))).toBe(sdl);
  });

  it("is the same graph in Vietnamese", async () => {
    const texts = JSON.parse(committed("languages/vi.json")) as Readonly<Record<string, string>>;
    const vietnamese = buildSchema(await (await get("api.vi.graphql")).text());
    expect(vietnamese.getType("HomeRecord")?.description).toBe(texts["HomeRecord"]);
    expect(descriptionsOf(vietnamese)).toEqual(texts);
    const graph = buildSchema(committed("api.graphql"));
    const inEnglish = withDescriptions(parse(inOrder(vietnamese)), descriptionsOf(graph));
    expect(inOrder(buildASTSchema(inEnglish))).toBe(inOrder(graph));
  });

  it("is the registered operations and the changes of the graph", async () => {
    expect(await (await get("operations.json")).json()).toEqual(JSON.parse(committed("operations.json")));
    const feed = await get("changes.atom");
    expect(feed.headers.get("content-type")).toMatch(/^application\/atom\+xml/);
    expect(await feed.text()).toBe(committed("changes.atom"));
  });

  it.each(["api.graphql", "api.vi.graphql", "introspection.json", "map.json", "operations.json", "changes.atom"])(
    "%s comes without its bytes for whoever has them",
    async (name) => {
      const tag = (await get(name)).headers.get("etag") ?? "";
      expect(tag).toMatch(/^"[\w-]{43}"$/);
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
        const again = await get(name, { "if-none-match": known });
        expect([again.status, await again.text()]).toEqual([304, ""]);
      }
      expect((await get(name, { "if-none-match": '"other"' })).status).toBe(200);
    },
  );

  it("is whole and alike for all who are known, while introspection shows each what they may use", async () => {
    const headers = await gateway.headersOf("nobody");
    const published = await get("introspection.json", headers);
    expect(published.headers.get("etag")).toBe((await get("introspection.json")).headers.get("etag"));
    const sensitive = /"name":"HomeRecordEthnicity"|"name":"ethnicity"/;
    expect(await published.text()).toMatch(sensitive);
    const response = await fetch(gateway.url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body: JSON.stringify({ query: getIntrospectionQuery() }),
    });
    const own = await response.text();
    expect(own).toMatch(/"name":"countries"/);
    expect(own).not.toMatch(sensitive);
  });

  it("is for those who are known", async () => {
    const refused = await fetch(new URL("/schema/api.graphql", gateway.url));
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "AUTH_TOKEN_MISSING" } }] });
  });

  it.each(["supergraph.graphql", "constructor", "..%2Fpackage.json"])("is not %s", async (name) => {
    expect((await get(name)).status).toBe(404);
  });
});
