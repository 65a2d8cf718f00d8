import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { finalStates, openStates } from "./assignment-states.ts";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const states = [...openStates, ...finalStates].toSorted();

describe("the states of an assignment", () => {
  it("are each open or final, and none twice", () => {
    expect(new Set(states).size).toBe(20);
    expect(states).toHaveLength(20);
  });

  it("are those of the schema", () => {
    const sdl = read("../../schema/subgraphs/foreign-ministry.graphql");
    const body = /^enum OverseasAssignmentState \{(.*?)^\}/ms.exec(sdl)?.[1] ?? "";
    expect(body.match(/^ {2}[A-Z_]+$/gm)?.map((value) => value.trim()).toSorted()).toEqual(states);
  });

  it("are those that both tables take", () => {
    const sql = read("./migrations/0001-create-overseas-register.sql");
    const checks = [...sql.matchAll(/ state text not null check \(\s*state in \((.*?)\)/gs)];
    expect(checks).toHaveLength(2);
    for (const [, list = ""] of checks) {
      expect(list.match(/[A-Z_]+/g)?.toSorted()).toEqual(states);
    }
  });
});
