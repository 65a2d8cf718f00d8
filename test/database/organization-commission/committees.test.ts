import { successors } from "#contract/former-committees.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openRegistry, type Registry } from "./registry.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await openRegistry();
});
beforeEach(() => void registry.takeStatements());
afterAll(() => registry[Symbol.asyncDispose]());

interface Listed {
  readonly code: string;
  readonly name: string;
  readonly kind: string;
  readonly predecessors: readonly { readonly code: string }[];
}

const standingOn = async (asOf: string) => {
  const { data } = await registry.ask<{ readonly committees: readonly Listed[] }>(
    "query ($asOf: CalendarDay) { committees(asOf: $asOf) { code name kind predecessors { code } } }",
    { asOf },
  );
  return data.committees;
};
const codesOn = async (asOf: string, kind: string) =>
  (await standingOn(asOf)).filter((committee) => committee.kind === kind).map(({ code }) => code);

describe("the committees of a day", () => {
  it.each([
    ["2008-07-31", 0],
    ["2008-08-01", 63],
    ["2022-07-05", 63],
    ["2025-06-30", 63],
    ["2025-07-01", 34],
    ["2026-06-30", 34],
  ])("hold on %s %i provincial ones", async (day, count) => {
    expect(await codesOn(day, "PROVINCIAL")).toHaveLength(count);
  });

  it.each([
    ["2019-11-26", ["CRC-CAND", "CRC-DBNN", "CRC-KCQTW", "CRC-KDNTW", "CRC-QDND"]],
    ["2019-11-27", ["CRC-CAND", "CRC-KCQTW", "CRC-KDNTW", "CRC-QDND"]],
    ["2025-02-02", ["CRC-CAND", "CRC-KCQTW", "CRC-KDNTW", "CRC-QDND"]],
    ["2025-02-03", ["CRC-CAND", "CRC-CP", "CRC-CQDTW", "CRC-MTTQ", "CRC-QDND", "CRC-QH"]],
  ])("hold on %s these others directly under the Centre", async (day, codes) => {
    expect(await codesOn(day, "CENTRALLY_RUN")).toEqual(codes);
  });

  it("are 40 in all since the mergers", async () => {
    expect(await standingOn("2025-07-01")).toHaveLength(40);
  });

  it("come from 17 pairs, 6 triples and 11 provinces that stayed", async () => {
    const provincial = (await standingOn("2025-07-01")).filter(({ kind }) => kind === "PROVINCIAL");
    const sizes = provincial.map(({ predecessors }) => predecessors.length);
    expect([0, 1, 2, 3].map((size) => sizes.filter((each) => each === size).length)).toEqual([11, 0, 17, 6]);
  });

  it("are those of today in Việt Nam when no day is given", async () => {
    const { data } = await registry.ask("{ committees { code } }", {}, "2022-07-05");
    expect(data.committees).toHaveLength(67);
  });

  it("can be narrowed to a kind", async () => {
    const { data } = await registry.ask("{ committees(kind: CENTRALLY_RUN) { code } }");
    expect(data.committees).toHaveLength(6);
  });

  it("refuse a day that does not exist", async () => {
    const { errors } = await registry.ask('{ committees(asOf: "2025-02-30") { code } }');
    expect(errors).toMatchObject([{ extensions: { code: "INPUT_MALFORMED" } }]);
  });

  it("cost one statement, and one more each for all predecessors and all successors", async () => {
    await registry.ask(
      '{ committees(asOf: "2022-07-05") { code name validFrom successor { name } predecessors { name } } }',
    );
    expect(registry.takeStatements()).toEqual([
      expect.stringMatching(/^select "committee"."code", .* where \(?valid_from <= \$1/),
      expect.stringContaining('where "successor_code" = any($1)'),
      expect.stringContaining('where "code" = any($1)'),
    ]);
  });
});

describe("a committee", () => {
  const committee = async (code: string, fields: string, on?: string) =>
    (await registry.ask(`query ($code: ID!) { committee(code: $code) { ${fields} } }`, { code }, on)).data.committee;

  it("keeps code and row through a change of name", async () => {
    const names = 'before: name(asOf: "2024-12-31") after: name(asOf: "2025-01-01") predecessors { code }';
    expect(await committee("PTC-46", names)).toEqual({
      before: "Tỉnh ủy Thừa Thiên Huế",
      after: "Thành ủy Huế",
      predecessors: [],
    });
    const later = 'before: name(asOf: "2026-04-29") after: name(asOf: "2026-04-30")';
    expect(await committee("PTC-75", later)).toEqual({ before: "Tỉnh ủy Đồng Nai", after: "Thành ủy Đồng Nai" });
  });

  it("shows the name of today when none is asked for", async () => {
    expect(await committee("PTC-75", "name", "2026-04-29")).toEqual({ name: "Tỉnh ủy Đồng Nai" });
    expect(await committee("PTC-75", "name", "2026-04-30")).toEqual({ name: "Thành ủy Đồng Nai" });
  });

  it("shows in a list of a day the name of that day", async () => {
    const names = (await standingOn("2022-07-05")).map(({ name }) => name);
    expect(names).toContain("Tỉnh ủy Thừa Thiên Huế");
    expect(names).not.toContain("Thành ủy Huế");
  });

  it("shows the nearest name outside its time", async () => {
    expect(await committee("PTC63-02", 'name early: name(asOf: "1990-01-01")')).toEqual({
      name: "Tỉnh ủy Hà Giang",
      early: "Tỉnh ủy Hà Giang",
    });
  });

  it("has the successor that all agencies name", async () => {
    const { data } = await registry.ask<{ committees: { code: string; successor: { code: string } | null }[] }>(
      '{ committees(asOf: "2025-06-30") { code successor { code } } }',
    );
    const ended = data.committees.flatMap(({ code, successor }) => (successor ? [[code, successor.code] as const] : []));
    expect(ended).toHaveLength(52);
    expect([...successors].toSorted()).toEqual(ended.toSorted());
  });

  it("is another one after a merger, also where name and number stayed", async () => {
    const fields = "name provinceCode validFrom validTo predecessors { code name } successor { code }";
    expect(await committee("PTC-08", fields)).toEqual({
      name: "Tỉnh ủy Tuyên Quang",
      provinceCode: "08",
      validFrom: "2025-07-01",
      validTo: null,
      predecessors: [
        { code: "PTC63-02", name: "Tỉnh ủy Hà Giang" },
        { code: "PTC63-08", name: "Tỉnh ủy Tuyên Quang" },
      ],
      successor: null,
    });
    expect(await committee("PTC63-08", fields)).toMatchObject({
      name: "Tỉnh ủy Tuyên Quang",
      validFrom: "2008-08-01",
      validTo: "2025-06-30",
      successor: { code: "PTC-08" },
    });
  });

  it.each([
    ["15", "Tỉnh ủy Yên Bái", "Tỉnh ủy Lào Cai"],
    ["24", "Tỉnh ủy Bắc Giang", "Tỉnh ủy Bắc Ninh"],
    ["44", "Tỉnh ủy Quảng Bình", "Tỉnh ủy Quảng Trị"],
    ["52", "Tỉnh ủy Bình Định", "Tỉnh ủy Gia Lai"],
    ["80", "Tỉnh ủy Long An", "Tỉnh ủy Tây Ninh"],
    ["82", "Tỉnh ủy Tiền Giang", "Tỉnh ủy Đồng Tháp"],
    ["91", "Tỉnh ủy Kiên Giang", "Tỉnh ủy An Giang"],
  ])("never shares a code with another province of the same number %s", async (number, before, after) => {
    expect(await committee(`PTC63-${number}`, "name")).toEqual({ name: before });
    expect(await committee(`PTC-${number}`, "name")).toEqual({ name: after });
  });

  it("has no single successor when its organizations went to several", async () => {
    expect(await committee("CRC-KCQTW", "validTo successor { code } provinceCode")).toEqual({
      validTo: "2025-02-02",
      successor: null,
      provinceCode: null,
    });
  });

  it("is null for an unknown code", async () => {
    expect(await committee("PTC-99", "name")).toBeNull();
  });
});
