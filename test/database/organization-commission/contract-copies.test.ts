import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { formCodes } from "#contract/lifecycles/vocabulary.ts";
import { legalBases, legalBasisOn } from "#contract/legal-bases.ts";
import { withConnection } from "../../../deploy/local/admin.ts";
import { createDatabase, type TestDatabase } from "../../support/database.ts";

let commission: TestDatabase;

beforeAll(async () => {
  const migrations = new URL("../../../subgraphs/organization-commission/migrations/", import.meta.url);
  commission = await createDatabase({ migrations });
});
afterAll(() => commission[Symbol.asyncDispose]());

async function column(sql: string): Promise<readonly string[]> {
  let values: readonly string[] = [];
  await withConnection(commission.adminUrl, async (admin) => {
    values = (await admin.query<{ value: string }>(sql)).rows.map(({ value }) => value);
  });
  return values;
}

describe("what the contract repeats of the Commission's reference data", () => {
  it("has the Commission's rules with their days", async () => {
    const ours = legalBases.map(({ topic, code, validFrom, validTo }) => `${topic} ${code} ${validFrom} ${validTo ?? ""}`);
    const topics = [...new Set(legalBases.map(({ topic }) => `'${topic}'`))].join();
    const theirs = await column(
      `select topic || ' ' || code || ' ' || valid_from || ' ' || coalesce(valid_to::text, '') as value
       from legal_basis where topic in (${topics})`,
    );
    expect(ours.toSorted()).toEqual(theirs.toSorted());
    expect(theirs).not.toHaveLength(0);
  });

  it("has the Commission's forms", async () => {
    expect(formCodes.toSorted()).toEqual((await column("select code as value from form")).toSorted());
  });
});

describe("the rule of a day", () => {
  it.each([
    ["2025-06-30", "QD-232"],
    ["2025-07-01", "QD-294"],
    ["2011-10-31", null],
  ])("on %s is %s", (day, code) => expect(legalBasisOn("CHARTER", day)).toBe(code));
});
