import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestHub, type Impersonation, type TestHub } from "../support/hub.ts";

const folder = new URL("../../schema/operations/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.startsWith("statistics-"));
const analyst: Impersonation = { persona: "commission-analyst", purpose: "STATISTICS" };

let hub: TestHub;
beforeAll(async () => void (hub = await startTestHub()));
afterAll(() => hub[Symbol.asyncDispose]());

describe("the ready questions on statistics", () => {
  it("are five", () => {
    expect(files).toHaveLength(5);
  });

  it.each(files)("%s is answered to the analyst, by the Commission alone, and to no clerk", async (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const variables = JSON.parse(/^# variables: (.*)$/m.exec(text)?.[1] ?? "") as object;
    hub.takeStatements();
    const { data, errors } = await hub.ask(text, variables, analyst);
    expect(errors).toBeUndefined();
    const tables = Object.values((data?.["statistics"] ?? {}) as object).filter((value) => typeof value === "object");
    expect(tables).toEqual([expect.objectContaining({ nodes: expect.arrayContaining([expect.any(Object)]) })]);
    expect(new Set(hub.takeStatements().map(({ by }) => by))).toEqual(new Set(["organization-commission"]));

    const refused = await hub.ask(text, variables, { persona: "province-clerk" });
    expect(refused.errors).not.toBeUndefined();
    expect(JSON.stringify(refused.data ?? null)).not.toContain("nodes");
  });
});
