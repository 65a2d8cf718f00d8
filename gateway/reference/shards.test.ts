import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readShards } from "./shards.ts";

const supergraph = readFileSync(new URL("../../schema/supergraph.graphql", import.meta.url), "utf8");

describe("the shards of an agency", () => {
  it("say by which part of a key and by which argument its instance is chosen", () => {
    const { pathByType, argumentByField } = readShards(supergraph, "provincial-committees");
    expect(Object.fromEntries(pathByType)).toEqual({
      Member: ["homeCommittee", "code"],
      Reconciliation: ["committeeCode"],
    });
    expect(argumentByField.get("members")).toEqual(["committee"]);
  });

  it("are demanded of every root field", () => {
    expect(() => readShards(supergraph.replace('@shard(by: "committee")', ""), "provincial-committees")).toThrow(
      "provincial-committees has several instances, but members has no @shard to choose one by.",
    );
  });

  it("are demanded of every entity", () => {
    expect(() =>
      readShards(supergraph.replace('@shard(by: "homeCommittee.code")', ""), "provincial-committees"),
    ).toThrow("provincial-committees has several instances, but Member has no @shard to choose one by.");
  });
});
