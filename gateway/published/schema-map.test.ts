import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { schemaMap } from "./schema-map.ts";

describe("the map of the graph", () => {
  const map = schemaMap(readFileSync(new URL("../../schema/supergraph.graphql", import.meta.url), "utf8"));

  it("says which agency answers a field of a type that several hold", () => {
    expect(map["Member"]).toMatchObject({
      homeRecord: ["provincial-committees"],
      currentAssignment: ["foreign-ministry"],
      homeOrganization: ["organization-commission"],
      accesses: ["audit-log"],
    });
    expect(map["Member"]?.["homeCommittee"]).toEqual(["organization-commission", "provincial-committees"]);
  });

  it("gives all of a type to the one that has it", () => {
    expect(new Set(Object.values(map["HomeRecord"] ?? {}).flat())).toEqual(new Set(["provincial-committees"]));
  });

  it("leaves nobody's field without an owner", () => {
    const orphans = Object.entries(map).flatMap(([type, fields]) =>
      Object.entries(fields).flatMap(([field, owners]) => (owners.length > 0 ? [] : [`${type}.${field}`])),
    );
    expect(orphans).toEqual([]);
  });

  it("passes over what an agency only refers to or has handed over", () => {
    const sdl = `
      enum join__Graph { A @join__graph(name: "a", url: "") B @join__graph(name: "b", url: "") }
      type T @join__type(graph: A, key: "id") @join__type(graph: B, key: "id") {
        id: ID!
        x: Int @join__field(graph: A) @join__field(graph: B, external: true)
        y: Int @join__field(graph: A, usedOverridden: true) @join__field(graph: B, override: "a")
      }`;
    expect(schemaMap(sdl)["T"]).toEqual({ id: ["a", "b"], x: ["a"], y: ["b"] });
  });
});
