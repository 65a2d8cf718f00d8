import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { readRegisteredOperations, registeredOperation } from "./contract/registered-operations.ts";
import { currentSchema } from "./life/releases.ts";
import { operationTypes } from "./operation-types.ts";

describe("the types of operations", () => {
  it("tell what may be null, what an enum holds, and that days are texts", async () => {
    const schema = buildSchema(`scalar CalendarDay enum Grade { GOOD FAIR }
      type Query { thing(on: CalendarDay!): Thing } type Thing { name: String! grade: Grade }`);
    const text = "query Ask($on: CalendarDay!) { thing(on: $on) { name grade } }";
    const types = await operationTypes(schema, [registeredOperation("ask.graphql", text)]);
    expect(types).toContain("export type AskQueryVariables");
    expect(types).toMatch(/on: string;/);
    expect(types).toContain("readonly name: string, readonly grade: Grade | null } | null");
    expect(types).toMatch(/Grade =\s+\|?\s*'GOOD'\s*\|\s*'FAIR'|'FAIR'\s*\|\s*'GOOD'/);
  });

  it("are published as the registered operations are today", async () => {
    const operations = readRegisteredOperations(new URL("operations/", import.meta.url));
    expect(readFileSync(new URL("operation-types.d.ts", import.meta.url), "utf8")).toBe(
      await operationTypes(currentSchema(), operations),
    );
  });
});
