import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDatabase } from "#kit/database.ts";
import { openRegistry, type Registry } from "./registry.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await openRegistry();
});
beforeEach(() => void registry.takeStatements());
afterAll(() => registry[Symbol.asyncDispose]());

interface Procedure {
  readonly forms: readonly { readonly code: string }[];
  readonly signers: readonly { readonly office: string }[];
  readonly deadlines: readonly object[];
  readonly legalBases: readonly { readonly code: string; readonly topic: string }[];
}

const stay = { purpose: "WORK", country: "JP", months: 24, on: "2026-06-30" };
const ask = (question: object, fields: string) =>
  registry.ask<{ readonly procedureFor: Procedure | null }>(
    `query (
      $purpose: StayPurpose!, $country: ID!, $months: Int!, $groupSize: Int! = 1, $on: CalendarDay
      $organizationExists: Boolean! = true
    ) {
      procedureFor(
        purpose: $purpose, country: $country, months: $months, groupSize: $groupSize, on: $on
        organizationExists: $organizationExists
      ) { ${fields} }
    }`,
    { ...stay, ...question },
  );
const procedure = async (question: object, fields: string) => {
  const { data, errors } = await ask(question, fields);
  expect(errors).toBeUndefined();
  return data.procedureFor;
};
const codesOf = (rows: readonly { readonly code: string }[] | undefined) => rows?.map(({ code }) => code);

describe("the kind of move", () => {
  it.each([
    [0, 1, "REPORT_ONLY"],
    [0, 3, "REPORT_ONLY"],
    [1, 1, "REPORT_ONLY"],
    [1, 2, "REPORT_ONLY"],
    [1, 3, "GROUP_CELL"],
    [2, 2, "REPORT_ONLY"],
    [2, 3, "GROUP_CELL"],
    [3, 1, "TEMPORARY_TRANSFER"],
    [3, 3, "TEMPORARY_TRANSFER"],
    [11, 1, "TEMPORARY_TRANSFER"],
    [11, 3, "TEMPORARY_TRANSFER"],
    [12, 1, "OFFICIAL_TRANSFER"],
    [12, 3, "OFFICIAL_TRANSFER"],
    [13, 1, "OFFICIAL_TRANSFER"],
  ])("for %i months in a group of %i is %s", async (months, groupSize, moveKind) => {
    expect(await procedure({ months, groupSize }, "moveKind")).toEqual({ moveKind });
  });

  it.each([
    [11, 1, "TEMPORARY_TRANSFER"],
    [11, 3, "TEMPORARY_TRANSFER"],
    [12, 1, "SINGLE_GUIDANCE"],
    [12, 2, "SINGLE_GUIDANCE"],
    [12, 3, "NEW_CELL"],
    [13, 3, "NEW_CELL"],
  ])("for %i months in a group of %i, with no Party organization there, is %s", async (months, groupSize, moveKind) => {
    expect(await procedure({ months, groupSize, organizationExists: false }, "moveKind")).toEqual({ moveKind });
  });

  it.each([
    [2, 1, "REPORT_ONLY"],
    [2, 3, "GROUP_CELL"],
    [3, 1, "EXEMPTION"],
    [12, 3, "EXEMPTION"],
  ])("for %i months in a group of %i for private reasons is %s", async (months, groupSize, moveKind) => {
    const question = { purpose: "PRIVATE", months, groupSize };
    expect(await procedure(question, "moveKind")).toEqual({ moveKind });
  });

  it.each([
    ["written down under the rules of today", {}, false],
    ["inferred under the rules before them", { on: "2022-10-27" }, true],
    ["inferred for private reasons", { purpose: "PRIVATE" }, true],
  ])("is %s", async (_, question, isInferred) => {
    expect(await procedure(question, "isInferred")).toEqual({ isInferred });
  });

  it("is found by exactly one rule, whatever is asked after the first rule date", async () => {
    const db = openDatabase<object>({ url: registry.database.migratorUrl, poolSize: 1 });
    const { rows } = await sql<{ matches: number; questions: string }>`
      select matches, count(*) as questions from (
        select (
          select count(*)::integer from procedure_rule
          where purpose = any(purposes) and months @> month and group_size @> size
            and (organization_exists is null or organization_exists = is_there)
            and valid_from <= day and (valid_to is null or valid_to >= day)
        ) as matches
        from unnest(array['WORK', 'STUDY', 'LABOUR', 'FAMILY_VISIT', 'MEDICAL_TREATMENT', 'PRIVATE']) as purpose,
          generate_series(0, 60) as month, generate_series(1, 5) as size, unnest(array[true, false]) as is_there,
          unnest(array['2014-02-07', '2022-10-27', '2022-10-28', '2026-06-30']::date[]) as day
      ) as answered group by matches`.execute(db);
    await db.destroy();
    expect(rows).toEqual([{ matches: 1, questions: String(6 * 61 * 5 * 2 * 4) }]);
  });
});

describe("the day whose rules apply", () => {
  it.each([
    ["2014-02-06", null],
    ["2014-02-07", "QD-228"],
    ["2022-10-27", "QD-228"],
    ["2022-10-28", "QD-86"],
    ["2026-06-30", "QD-86"],
  ])("%s gives the rule version %s", async (on, code) => {
    expect(await procedure({ on }, "ruleVersion { code }")).toEqual(code && { ruleVersion: { code } });
  });

  it.each([
    ["2025-06-30", "DISTRICT_COMMITTEE"],
    ["2025-07-01", "COMMITTEE_ABOVE_GRASSROOTS"],
  ])("%s gives the signer %s, and the organization board directly under the province", async (on, office) => {
    for (const months of [3, 12]) {
      expect(await procedure({ on, months }, "signers { body office }")).toEqual({
        signers: [
          { body: "UNDER_LOCAL_COMMITTEE", office },
          { body: "DIRECTLY_UNDER_PROVINCE", office: "PROVINCIAL_ORGANIZATION_BOARD" },
        ],
      });
    }
  });

  it.each([
    ["2016-07-24", "QD-45"],
    ["2016-07-25", "QD-29"],
    ["2021-07-29", "QD-29"],
    ["2021-07-30", "QD-24"],
    ["2025-01-19", "QD-24"],
    ["2025-01-20", "QD-232"],
    ["2025-06-30", "QD-232"],
    ["2025-07-01", "QD-294"],
  ])("%s has its limits from %s", async (on, code) => {
    const answer = await procedure(
      { on },
      "deadlines { step amount unit localTo legalBasis { code } } legalBases { code topic }",
    );
    expect(answer?.deadlines).toEqual([
      { step: "PRESENT_LETTER", amount: 30, unit: "WORKING_DAY", localTo: null, legalBasis: { code } },
      { step: "START_OFFICIAL_TRANSFER", amount: 60, unit: "WORKING_DAY", localTo: null, legalBasis: { code } },
    ]);
    expect(codesOf(answer?.legalBases.filter(({ topic }) => topic === "CHARTER"))).toEqual([code]);
  });

  it("is today in Việt Nam when none is given", async () => {
    const { data } = await registry.ask(
      '{ procedureFor(purpose: WORK, country: "JP", months: 12) { ruleVersion { code } } }',
      {},
      "2022-10-27",
    );
    expect(data.procedureFor).toEqual({ ruleVersion: { code: "QD-228" } });
  });

  it("gives all regulations on the matter, the oldest first, none that had ended", async () => {
    const answer = await procedure({}, "legalBases { code }");
    expect(codesOf(answer?.legalBases)).toEqual(["HD-01-2021", "HD-12-2022", "QD-86", "HD-30", "QD-294"]);
  });
});

describe("papers, signers and limits", () => {
  const official = ["STATE-DECISION", "SELF-REVIEW", "LETTER-10", "3-SHD"];

  it.each([
    ["a report", { months: 0 }, ["LEAVE-REPORT"], []],
    ["a group's cell", { months: 2, groupSize: 3 }, ["LEAVE-REPORT", "GROUP-DECISION"], ["COMPETENT_COMMITTEE"]],
    [
      "an exemption",
      { months: 3, purpose: "PRIVATE" },
      ["EXEMPTION-APPLICATION", "CELL-RESOLUTION"],
      ["GRASSROOTS_COMMITTEE"],
    ],
  ])("of %s have no limit", async (_, question, forms, offices) => {
    const answer = await procedure(question, "forms { code } signers { office } deadlines { code }");
    expect(answer?.deadlines).toEqual([]);
    expect(codesOf(answer?.forms)).toEqual(forms);
    expect(answer?.signers.map(({ office }) => office)).toEqual(offices);
  });

  it("of a temporary transfer are the letter of eight boxes and its presentation", async () => {
    expect(await procedure({ months: 3 }, "forms { code number } deadlines { step }")).toEqual({
      forms: [
        { code: "STATE-DECISION", number: null },
        { code: "2-SHD", number: "Mẫu 2-SHĐ" },
      ],
      deadlines: [{ step: "PRESENT_LETTER" }],
    });
  });

  it.each([
    ["STUDY", "2022-01-17", official],
    ["STUDY", "2022-01-18", official],
    ["LABOUR", "2022-01-17", official],
    ["LABOUR", "2022-01-18", ["STATE-DECISION", "SELF-REVIEW", "3A-SHD", "3C-SHD"]],
  ])("of an official transfer for %s on %s are these papers", async (purpose, on, forms) => {
    expect(codesOf((await procedure({ purpose, on }, "forms { code }"))?.forms)).toEqual(forms);
  });

  it("cost one statement for each list asked for, and one for all regulations", async () => {
    await procedure(
      {},
      "moveKind ruleVersion { number } forms { name } signers { office } deadlines { amount legalBasis { number } }",
    );
    const statements = registry.takeStatements();
    expect(statements[0]).toMatch(/^select "move_kind" as "moveKind".* from "procedure_rule" where /);
    expect(statements.filter((text) => text.includes('from "legal_basis"')).length).toBeLessThanOrEqual(2);
    expect(statements).toHaveLength(6);
  });
});

describe("a question about a stay", () => {
  it.each([
    [{ country: "jp" }, "country is an ISO 3166-1 alpha-2 code, two capital letters."],
    [{ country: "JPN" }, "country is an ISO 3166-1 alpha-2 code, two capital letters."],
    [{ country: "VN" }, "country must be abroad, but it was VN."],
    [{ months: -1 }, "months must not be negative, but it was -1."],
    [{ groupSize: 0 }, "groupSize must be at least 1, but it was 0."],
  ])("with %j is refused without a statement", async (question, message) => {
    const { data, errors } = await ask(question, "moveKind");
    expect(data).toEqual({ procedureFor: null });
    expect(errors).toMatchObject([{ message, extensions: { code: "INPUT_MALFORMED" } }]);
    expect(registry.takeStatements()).toEqual([]);
  });
});
