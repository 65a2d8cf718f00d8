import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const subgraphs = new URL("../../subgraphs/", import.meta.url);
const snippet = readFileSync(new URL("kit/exchange-tables.sql", subgraphs), "utf8").trim();

const migrations = readdirSync(subgraphs, { recursive: true, encoding: "utf8" })
  .filter((file) => /\/migrations\/\d{4}-.*\.sql$/.test(file))
  .map((file) => ({ file, text: readFileSync(new URL(file, subgraphs), "utf8") }));

/** A copy that differs would be a table that the kit does not know. */
const differs = ({ text }: { text: string }) => text.includes("create table outbox_event") && !text.includes(snippet);

describe("the tables of the exchange", () => {
  it("stand in an agency's migrations as the kit has them, if at all", () => {
    expect(migrations.length).toBeGreaterThan(10);
    expect(migrations.filter(differs).map(({ file }) => file)).toEqual([]);
  });

  it("would be found out with a column less", () => {
    expect(differs({ text: snippet.replace("  kind text not null,\n", "") })).toBe(true);
    expect(differs({ text: `-- An agency's own line before.\n${snippet}\n` })).toBe(false);
  });
});
