import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { committeeInJapan, companyCell, osaka, paris, studentCell, tokyo } from "./rows.ts";
import { idsOfAllPages, startMinistry, type Page, type RunningMinistry } from "./running-ministry.ts";

let ministry: RunningMinistry;

beforeAll(async () => {
  ministry = await startMinistry();
});
beforeEach(() => void ministry.takeStatements());
afterAll(() => ministry[Symbol.asyncDispose]());

describe("the directory of overseas organizations", () => {
  const entries = async (args: string) => {
    const fields = "nodes { organization { id } } totalCount pageInfo { hasNextPage endCursor }";
    const { data } = await ministry.ask<{ overseasOrganizations: Page<{ organization: { id: string } }> }>(
      `{ overseasOrganizations${args} { ${fields} } }`,
    );
    return data.overseasOrganizations;
  };
  const organizationsOf = async (args: string) => {
    const { nodes, totalCount } = await entries(args);
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ organization }) => organization.id);
  };

  it.each<[string, string, string[]]>([
    ["nothing", "", [committeeInJapan.organization_id, companyCell.organization_id, studentCell.organization_id]],
    ["country", `(country: "JP")`, [committeeInJapan.organization_id, studentCell.organization_id]],
    ["kind of cell", "(cellKind: COMPANY)", [companyCell.organization_id]],
    ["mission", `(mission: "${osaka.id}")`, [studentCell.organization_id]],
    ["conditions that exclude each other", `(country: "FR", mission: "${osaka.id}")`, []],
    ["an unknown country", `(country: "ZZ")`, []],
  ])("is narrowed by %s", async (_, args, expected) => {
    expect(await organizationsOf(args)).toEqual(expected);
  });

  it("goes on after a cursor", async () => {
    const first = await entries("(first: 2)");
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await entries(`(first: 2, after: "${first.pageInfo.endCursor}")`);
    expect(second).toMatchObject({
      nodes: [{ organization: { id: studentCell.organization_id } }],
      pageInfo: { hasNextPage: false },
    });
  });

  it("answers entries with their missions in one statement each", async () => {
    const fields = `cellKind country { name } mission { name country { nameEnglish } } paperOffice paperAddress
      validFrom validTo isSynthetic`;
    const { data } = await ministry.ask<{ overseasOrganizations: Page }>(
      `{ overseasOrganizations(country: "FR") { nodes { ${fields} } } }`,
    );
    expect(data.overseasOrganizations.nodes).toEqual([
      {
        cellKind: "COMPANY",
        country: { name: "Pháp" },
        mission: { name: paris.name, country: { nameEnglish: "France" } },
        paperOffice: companyCell.paper_office,
        paperAddress: companyCell.paper_address,
        validFrom: "2012-05-01",
        validTo: "2024-12-31",
        isSynthetic: true,
      },
    ]);
    expect(ministry.takeStatements()).toHaveLength(2);
  });

  it("adds an entry to organizations that are handed over, and none to those at home", async () => {
    const ids = [studentCell.organization_id, committeeInJapan.organization_id, "po_athomeathomea"];
    const { data, errors } = await ministry.ask<{ _entities: object[] }>(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on PartyOrganization { id overseas { cellKind validTo } }
      } }`,
      { representations: ids.map((id) => ({ __typename: "PartyOrganization", id })) },
    );
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([
      { id: ids[0], overseas: { cellKind: "STUDENT", validTo: null } },
      { id: ids[1], overseas: { cellKind: null, validTo: null } },
      { id: ids[2], overseas: null },
    ]);
    expect(ministry.takeStatements()).toEqual([expect.stringMatching(/"organization_id" = any\(\$2\)$/)]);
  });
});

describe("missions", () => {
  it("are listed, all or those of a country, by id", async () => {
    const { data } = await ministry.ask(`{
      all: missions { nodes { id } totalCount }
      japan: missions(country: "JP", first: 1) {
        nodes { kind city country { code } } totalCount pageInfo { hasNextPage }
      }
      none: missions(country: "AQ") { nodes { id } totalCount }
    }`);
    expect(data).toEqual({
      all: { nodes: [{ id: osaka.id }, { id: paris.id }, { id: tokyo.id }], totalCount: 3 },
      japan: {
        nodes: [{ kind: "CONSULATE_GENERAL", city: "Osaka", country: { code: "JP" } }],
        totalCount: 2,
        pageInfo: { hasNextPage: true },
      },
      none: { nodes: [], totalCount: 0 },
    });
  });

  it("go on after a cursor", async () => {
    const pageAfter = async (after: string | null) => {
      const page = `missions(first: 1, after: ${JSON.stringify(after)})`;
      const fields = "nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor }";
      return (await ministry.ask<{ missions: Page }>(`{ ${page} { ${fields} } }`)).data.missions;
    };
    expect(await idsOfAllPages(pageAfter)).toEqual([osaka.id, paris.id, tokyo.id]);
  });

  it("are found as entities, an unknown one as null", async () => {
    const { data } = await ministry.ask<{ _entities: object[] }>(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Mission { city } } }`,
      { representations: [tokyo.id, "ms_unknownunknow"].map((id) => ({ __typename: "Mission", id })) },
    );
    expect(data._entities).toEqual([{ city: "Tokyo" }, null]);
  });
});

describe("countries", () => {
  it("are all 249 of ISO 3166-1 with both names, by code, and cost no statement", async () => {
    const { data } = await ministry.ask<{ countries: { code: string }[] }>("{ countries { code name nameEnglish } }");
    const codes = data.countries.map(({ code }) => code);
    expect(codes).toHaveLength(249);
    expect(codes).toEqual(codes.toSorted());
    expect(data.countries).toContainEqual({ code: "DE", name: "Đức", nameEnglish: "Germany" });
    expect(ministry.takeStatements()).toEqual([]);
  });

  it("are found as entities, an unknown code as null", async () => {
    const { data } = await ministry.ask<{ _entities: object[] }>(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Country { name } } }`,
      { representations: ["LA", "ZZ"].map((code) => ({ __typename: "Country", code })) },
    );
    expect(data._entities).toEqual([{ name: "Lào" }, null]);
  });
});
