import { readFileSync } from "node:fs";
import { buildSchema, getNamedType, isObjectType, type GraphQLSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { noClaims } from "#contract/envelope.ts";
import { reachOf } from "#contract/reach.ts";
import { hubPolicies } from "../../gateway/authorization/policies.ts";
import { dataClassOf, readRules } from "../../gateway/authorization/read-rules.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { everybodysOfficer } from "../support/envelope.ts";
import { personaTable } from "./authorization/persona-table.ts";

const file = (name: string) => readFileSync(new URL(`../../schema/${name}`, import.meta.url), "utf8");
const schema: GraphQLSchema = buildSchema(file("api.graphql"));
const rules = readRules(file("supergraph.graphql"), hubPolicies);
const table = personaTable(schema, rules, personas);

/** Fields of every type that some way leads to from a root field, as coordinates. */
function reachedFrom(root: string): readonly string[] {
  const start = getNamedType(schema.getQueryType()?.getFields()[root]?.type);
  const names = new Set(start ? [start.name] : []);
  const reached: string[] = [];
  for (const name of names) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      reached.push(`${name}.${field.name}`);
      names.add(getNamedType(field.type).name);
    }
  }
  return reached;
}

const isAboutPersons = (coordinate: string) =>
  ["PERSONAL", "SENSITIVE", "NOT_SERVED"].includes(dataClassOf(coordinate, rules) ?? "");

const roots = ["statistics", "statisticsSnapshots", "statisticsHandIns"];

describe("the statistics", () => {
  it.each(roots)("lead from %s to no field about a person, by whatever way", (root) => {
    const reached = reachedFrom(root);
    expect(reached.length).toBeGreaterThan(2);
    expect(reached.filter(isAboutPersons)).toEqual([]);
    expect(reached.some((coordinate) => coordinate.startsWith("Member."))).toBe(false);
  });

  it("would be found out if they did, as other ways are", () => {
    expect(reachedFrom("partyOrganizations").filter(isAboutPersons)).toEqual([]);
    expect(reachedFrom("assignments").filter(isAboutPersons)).not.toEqual([]);
  });

  it.each(personas)("are open to $name exactly with the scope for them", ({ name, scopes }) => {
    const rows = table.filter(({ coordinate }) => coordinate.startsWith("Statistics"));
    expect(rows.length).toBeGreaterThan(30);
    const access = scopes.includes("statistics:read") ? "yes" : "no";
    expect(rows.filter((row) => row.access[name] !== access).map(({ coordinate }) => coordinate)).toEqual([]);
  });

  it("come with no field of a person: their types are closed to the analyst, and no row of one is within reach", () => {
    const ofPersons = table.filter(({ coordinate }) =>
      /^(Member|OverseasAssignment|ActivityTransfer)\./.test(coordinate),
    );
    expect(ofPersons.length).toBeGreaterThan(30);
    const open = ofPersons.filter(({ access }) => access["commission-analyst"] !== "no");
    expect(open.map(({ coordinate }) => coordinate)).toEqual([]);
    expect(reachOf({ ...everybodysOfficer, purpose: "STATISTICS" })).toEqual(reachOf({ ...noClaims, purpose: null }));
  });
});
