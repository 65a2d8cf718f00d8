import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../../deploy/local/admin.ts";
import { procedureFits, wholeMonths } from "../../../subgraphs/provincial-committees/procedure-rules.ts";
import type { MoveKind, StayPurpose } from "../../../subgraphs/provincial-committees/work-tables.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  const migrations = new URL("../../../subgraphs/organization-commission/migrations/", import.meta.url);
  database = await createDatabase({ migrations });
});
afterAll(() => database[Symbol.asyncDispose]());

describe("months of a stay", () => {
  it.each([
    ["2026-01-31", "2026-02-28", 0],
    ["2026-01-15", "2026-02-14", 0],
    ["2026-01-15", "2026-02-15", 1],
    ["2026-12-01", "2027-12-01", 12],
    ["2026-12-02", "2027-12-01", 11],
  ])("from %s to %s are %i", (from, to, months) => expect(wholeMonths(from, to)).toBe(months));
});

describe("the procedures that home committees accept", () => {
  it("are those of the Commission's table, for every length, group and purpose", async () => {
    const text = `select distinct move_kind as kind, purpose, length as months, people as size
      from procedure_rule, unnest(purposes) as purpose, generate_series(0, 30) as length, generate_series(1, 4) as people
      where valid_to is null and months @> length and group_size @> people`;
    const rules = await withConnection(database.adminUrl, async (client) => {
      const rows = await client.query<{ kind: MoveKind; purpose: StayPurpose; months: number; size: number }>(text);
      return new Set(rows.rows.map(({ kind, purpose, months, size }) => `${kind} ${purpose} ${months} ${size}`));
    });
    const kinds = ["REPORT_ONLY", "GROUP_CELL", "TEMPORARY_TRANSFER", "OFFICIAL_TRANSFER", "SINGLE_GUIDANCE", "NEW_CELL"];
    const purposes = ["WORK", "STUDY", "LABOUR", "FAMILY_VISIT", "MEDICAL_TREATMENT", "PRIVATE"];
    expect(rules.size).toBeGreaterThan(500);
    for (const kind of kinds as MoveKind[])
      for (const purpose of purposes as StayPurpose[])
        for (let months = 0; months <= 30; months++)
          for (const groupSize of [1, 2, 3, 4]) {
            const expectedReturnOn = `${2026 + Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, "0")}-20`;
            const fits = procedureFits(kind, { purpose, departsOn: "2026-01-02", expectedReturnOn, groupSize });
            expect([kind, purpose, months, groupSize, fits]).toEqual([
              ...[kind, purpose, months, groupSize],
              rules.has(`${kind} ${purpose} ${months} ${groupSize}`),
            ]);
          }
  });

  it("include an exemption from three months on, whatever the purpose", () => {
    const stay = { purpose: "WORK", departsOn: "2026-01-02", groupSize: 1 } as const;
    expect(procedureFits("EXEMPTION", { ...stay, expectedReturnOn: "2026-04-02" })).toBe(true);
    expect(procedureFits("EXEMPTION", { ...stay, expectedReturnOn: "2026-04-01" })).toBe(false);
  });
});
