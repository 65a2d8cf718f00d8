import { ApolloGateway } from "@apollo/gateway";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { proveRules } from "../../gateway/authorization/prove-rules.ts";
import { readRules } from "../../gateway/authorization/read-rules.ts";
import { withoutRules } from "../../gateway/authorization/without-rules.ts";
import { composed, richAgencies, ruledGraph } from "./authorization/rich-graph.ts";

const yes = () => true;
const policies = new Map(["yes", "maybe", "root"].map((name) => [name, yes]));
const link = (url: string, rest = "") => `@link(url: "${url}"${rest})`;
const security = ", for: SECURITY";
const authenticated = link("https://specs.apollo.dev/authenticated/v0.1", security);
const sdl = (links: string, body = "type Query { a: String @authenticated }") =>
  `schema ${links} { query: Query } ${body}`;

describe("the rules of a supergraph", () => {
  it("are found under whatever name a link gives their directive", () => {
    const renamed = link(
      "https://specs.apollo.dev/authenticated/v0.1",
      `${security}, import: [{ name: "@authenticated", as: "@signedIn" }]`,
    );
    const { at } = readRules(sdl(renamed, "type Query { a: String @signedIn }"), new Map());
    expect(at.get("Query.a")).toEqual([{ kind: "authenticated" }]);
  });

  it("are found under the name of the link itself, and under its prefix", () => {
    const hub = link("https://hub.example/specs/hub/v1.0", ', as: "centre"');
    const scopes = link("https://specs.apollo.dev/requiresScopes/v0.1", `${security}, as: "can"`);
    const text = `type Query {
      a(b: Int @centre__rule(authenticated: true)): String @can(scopes: [["a", "b"], ["c"]])
    }`;
    const { at } = readRules(sdl(`${hub} ${scopes}`, text), new Map());
    expect([...at]).toEqual([
      ["Query.a", [{ kind: "scopes", anyOf: [["a", "b"], ["c"]] }]],
      ["Query.a(b:)", [{ kind: "authenticated" }]],
    ]);
  });

  it("hold together when several agencies state them, the strictest data class included", () => {
    const { rules } = ruledGraph({
      one: 'type Query { a(b: Int @rule(scopes: [["x"]])): String @shareable @classified(as: PUBLIC) }',
      two: 'type Query { a(b: Int @rule(scopes: [["y"]])): String @shareable @classified(as: SENSITIVE) }',
    });
    expect(rules.at.get("Query.a(b:)")).toEqual([
      { kind: "scopes", anyOf: [["x"]] },
      { kind: "scopes", anyOf: [["y"]] },
    ]);
    expect(rules.classAt.get("Query.a")).toBe("SENSITIVE");
  });

  it("do not compose when a field lets others read what it depends on without its rule", () => {
    const one = 'type Query { t: T } type T @key(fields: "id") { id: ID! secret: String @login }';
    const two = `type T @key(fields: "id") {
      id: ID!
      secret: String @external
      open: String @requires(fields: "secret")
    }`;
    expect(() => composed({ one, two })).toThrow(/does not specify necessary @authenticated/);
  });

  it.each([
    ["an unknown feature that is for security", sdl(link("https://other.test/guard/v1.0", security)), "not known here"],
    ["a version that is not known", sdl(link("https://specs.apollo.dev/policy/v9.0", security)), "version v9.0"],
    ["a linked rule that stands nowhere", sdl(authenticated, "type Query { a: String }"), "none of its rules was"],
    ["a rule that no link explains", sdl("", "type Query { a: String @policy(policies: []) }"), "no linked spec"],
    [
      "alternatives of which one asks for nothing",
      sdl(
        link("https://specs.apollo.dev/requiresScopes/v0.1", security),
        'type Query { a: String @requiresScopes(scopes: [["a"], []]) }',
      ),
      "let everybody pass",
    ],
    [
      "more alternatives than a person can read",
      sdl(
        link("https://specs.apollo.dev/requiresScopes/v0.1", security),
        `type Query { a: String @requiresScopes(scopes: [${'["a"] '.repeat(17)}]) }`,
      ),
      "have 17 alternatives; 16 are allowed",
    ],
    [
      "a policy that does not exist",
      sdl(
        link("https://specs.apollo.dev/policy/v0.1", security),
        'type Query { a: String @policy(policies: [["no-such-policy"]]) }',
      ),
      '"no-such-policy", which does not exist',
    ],
    [
      "a data class that does not exist",
      sdl(
        link("https://hub.example/specs/hub/v1.0", ', import: ["@classified"]'),
        "type Query { a: String @classified(as: HARMLESS) }",
      ),
      "names no data class",
    ],
  ])("keep the gateway from starting: %s", (_, supergraph, reason) => {
    expect(() => readRules(supergraph, new Map())).toThrow(reason);
  });

  it("let nobody pass when they list no alternative at all", () => {
    const scopes = link("https://specs.apollo.dev/requiresScopes/v0.1", security);
    const { at } = readRules(sdl(scopes, "type Query { a: String @requiresScopes(scopes: []) }"), new Map());
    expect(at.get("Query.a")).toEqual([{ kind: "scopes", anyOf: [] }]);
  });
});

describe("the proof before the first request", () => {
  const graph = ruledGraph(richAgencies, policies);

  it("sees every rule of the graph deny, whatever its kind", () => {
    expect(proveRules(graph.schema, graph.rules)).toEqual({ provenCount: graph.rules.at.size, unreached: [] });
  });

  it("names the place whose rule nobody fulfils, because denying everybody proves nothing", () => {
    const at = new Map([["Query.person", [{ kind: "scopes", anyOf: [] } as const]]]);
    expect(() => proveRules(graph.schema, { ...graph.rules, at })).toThrow("Query.person is denied to a caller who");
  });

  it("fails when no place with a rule can be asked for", () => {
    const at = new Map([["Elsewhere.field", [{ kind: "authenticated" } as const]]]);
    expect(() => proveRules(graph.schema, { ...graph.rules, at })).toThrow("none of the 1 places");
  });

  it("fails when a rule stands in the graph but does not deny", () => {
    const [rule] = [...graph.rules.at.values()];
    // A requirement of a kind that the evaluation does not know stands for one that it forgot.
    const at = new Map([["Query.person", rule && [{ kind: "scopes" as const, anyOf: [[]] }]]]) as never;
    expect(() => proveRules(graph.schema, { ...graph.rules, at })).toThrow("Query.person is not denied");
  });
});

describe("a supergraph for the stock planner", () => {
  const logger = { debug() {}, info() {}, warn() {}, error() {} };
  const load = (supergraphSdl: string) => new ApolloGateway({ supergraphSdl, logger }).load();
  // Unless told so, the library reports usage to its maker.
  beforeAll(() => void vi.stubEnv("APOLLO_TELEMETRY_DISABLED", "true"));

  it("holds the same graph without the rules, which that planner would refuse to ignore", async () => {
    const { supergraph, schema } = composed(richAgencies);
    await expect(load(supergraph)).rejects.toThrow("for: SECURITY but is unsupported");
    const loaded = (await load(withoutRules(supergraph))).schema;
    const fieldsOf = (name: string, of: typeof schema) =>
      Object.keys((of.getType(name) as never as Fields).getFields());
    expect(fieldsOf("Person", loaded as never)).toEqual(fieldsOf("Person", schema));
    expect(readRules(withoutRules(supergraph), policies).at.has("Person.number")).toBe(false);
  });

  it("keeps what is hidden from callers hidden", () => {
    const { supergraph } = composed({ one: "type Query { open: String hidden: String @inaccessible }" });
    expect(withoutRules(supergraph)).toContain("hidden: String @inaccessible");
  });
});

interface Fields {
  getFields(): object;
}
