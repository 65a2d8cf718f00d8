import { readFileSync } from "node:fs";
import { buildSchema, isObjectType } from "graphql";
import { describe, expect, it } from "vitest";
import { overseasOrganizations } from "../../deploy/synthetic/overseas-organizations.ts";
import { stories } from "../../deploy/synthetic/stories.ts";
import { hubPolicies } from "../../gateway/authorization/policies.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { markdownOf, personaTable } from "./authorization/persona-table.ts";
import { rightsPage } from "./authorization/rights-page.ts";
import { ruledGraph } from "./authorization/rich-graph.ts";

const api = new URL("../../schema/api.graphql", import.meta.url);

const { schema, rules } = ruledGraph(
  {
    index: `
      type Query {
        countries: [String!] @classified(as: PUBLIC)
        member(id: ID!): Member @policy(policies: [["members-ask-for-themselves"]])
        members(committee: ID!, by: Sorting): [Member!] @policy(policies: [["own-committee"]])
      }
      enum Sorting { NAME  FAITH @rule(scopes: [["member:sensitive"]]) }
      type Member @key(fields: "id") @classified(as: PERSONAL) @can(scopes: [["member:read"]]) {
        id: ID!
        religion: String @classified(as: SENSITIVE) @can(scopes: [["member:sensitive"]])
        file: String @classified(as: NOT_SERVED)
      }
    `,
  },
  hubPolicies,
);

describe("the table of personas and places", () => {
  const shown = personas.filter(({ name }) => ["province-clerk", "front-end-service", "nobody"].includes(name));

  it("judges every field, and every value with a rule, by itself and for everybody", () => {
    expect(markdownOf(personaTable(schema, rules, shown), shown)).toBe(
      `
| place | class | province-clerk | front-end-service | nobody |
| --- | --- | --- | --- | --- |
| \`Member.file\` | NOT_SERVED | no | no | no |
| \`Member.id\` | PERSONAL | yes | yes | no |
| \`Member.religion\` | SENSITIVE | yes | no | no |
| \`Query.countries\` | PUBLIC | yes | yes | yes |
| \`Query.member\` |  | policy | policy | no |
| \`Query.members\` |  | policy | policy | no |
| \`Sorting.FAITH\` |  | policy | no | no |`.trim(),
    );
  });

  it("has personas whom the synthetic nation knows", () => {
    const of = (name: string) => personas.find((persona) => persona.name === name);
    expect(of("member")?.memberId).toBe(stories.memberAbroad);
    expect(of("overseas-secretary")?.organization).toBe(overseasOrganizations.get("JP")?.[0]?.id);
  });

  it("has every persona in it, each with a title in both languages", () => {
    const [row] = personaTable(schema, rules, personas);
    expect(Object.keys(row?.access ?? {})).toEqual(personas.map(({ name }) => name));
    expect(personas.every(({ title }) => title.en !== "" && title.vi !== "")).toBe(true);
    expect(new Set(personas.map(({ name }) => name)).size).toBe(personas.length);
  });

  it("holds every field of the hub's graph, and stands in the documents as it is today", () => {
    const page = rightsPage();
    expect(readFileSync(new URL("../../docs/rights.md", import.meta.url), "utf8")).toBe(page);
    const types = Object.values(buildSchema(readFileSync(api, "utf8")).getTypeMap());
    const fields = types
      .filter((type) => isObjectType(type) && !type.name.startsWith("__"))
      .flatMap((type) =>
        Object.keys(isObjectType(type) ? type.getFields() : {}).map((field) => `${type.name}.${field}`),
      );
    expect(fields.length).toBeGreaterThan(500);
    expect(fields.filter((field) => !page.includes(`| \`${field}\` |`))).toEqual([]);
  });
});
