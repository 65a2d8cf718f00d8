import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openRegistry, type Registry } from "./registry.ts";
import { cellInJapan, closedCell, firstCell, grassroots, head, otherWard, secondCell, ward } from "./rows.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await openRegistry();
});
beforeEach(() => void registry.takeStatements());
afterAll(() => registry[Symbol.asyncDispose]());

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly totalCount: number;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly endCursor: string | null;
  };
}

const idsOf = (organizations: readonly { readonly id: string }[]) => organizations.map(({ id }) => id);
const list = (filter: object | null, page: object = {}) =>
  registry.ask<{ readonly partyOrganizations: Page }>(
    `query ($filter: PartyOrganizationFilter, $first: Int, $after: String) {
      partyOrganizations(filter: $filter, first: $first, after: $after) {
        nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
      }
    }`,
    { filter, ...page },
  );
const listed = async (filter: object | null) => {
  const { nodes, totalCount } = (await list(filter)).data.partyOrganizations;
  expect(totalCount).toBe(nodes.length);
  return idsOf(nodes);
};

describe("an organization", () => {
  const organization = async (id: string, fields: string) => {
    const { data } = await registry.ask(`query ($id: ID!) { partyOrganization(id: $id) { ${fields} } }`, { id });
    return data.partyOrganization;
  };

  it("shows its place in the tree, the chain above it in one statement", async () => {
    const fields = "name level kind committee { name } superior { id } superiors { id } validFrom validTo";
    expect(await organization(firstCell.id, fields)).toEqual({
      name: "Tổ chức 79.01.01.01",
      level: "CELL",
      kind: "HOME",
      committee: { name: "Thành ủy Thành phố Hồ Chí Minh" },
      superior: { id: grassroots.id },
      superiors: idsOf([head, ward, grassroots]).map((id) => ({ id })),
      validFrom: "2025-07-01",
      validTo: null,
    });
    expect(registry.takeStatements()).toHaveLength(3);
  });

  it("has nothing above it at the head of a tree", async () => {
    expect(await organization(head.id, "superior { id } superiors { id }")).toEqual({ superior: null, superiors: [] });
  });

  it("is null for an unknown id", async () => {
    expect(await organization("po_zzzzzzzzzzzzz", "name")).toBeNull();
  });

  it("lists what is directly below it, past ones too, and not what is further down", async () => {
    const fields = "subordinates { nodes { id } totalCount }";
    expect(await organization(grassroots.id, fields)).toEqual({
      subordinates: { nodes: idsOf([firstCell, secondCell, closedCell]).map((id) => ({ id })), totalCount: 3 },
    });
    expect(await organization(head.id, fields)).toMatchObject({ subordinates: { totalCount: 2 } });
    expect(await organization(firstCell.id, fields)).toEqual({ subordinates: { nodes: [], totalCount: 0 } });
  });
});

describe("the lists below many organizations", () => {
  const below = (page: string) =>
    registry.ask<{ readonly _entities: readonly { readonly id: string; readonly subordinates: Page }[] }>(
      `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on PartyOrganization {
        id superiors { id } subordinates${page} { nodes { id } totalCount pageInfo { hasNextPage endCursor } }
      } } }`,
      { keys: idsOf([head, grassroots, cellInJapan]).map((id) => ({ __typename: "PartyOrganization", id })) },
    );

  it("cost one statement for the pages and one for the totals", async () => {
    const { data, errors } = await below("(first: 1)");
    expect(errors).toBeUndefined();
    expect(data._entities).toMatchObject([
      { id: head.id, subordinates: { nodes: [{ id: ward.id }], totalCount: 2, pageInfo: { hasNextPage: true } } },
      { id: grassroots.id, subordinates: { nodes: [{ id: firstCell.id }], totalCount: 3 } },
      { id: cellInJapan.id, subordinates: { nodes: [], totalCount: 0, pageInfo: { hasNextPage: false } } },
    ]);
    const statements = registry.takeStatements();
    expect(statements).toHaveLength(4);
    expect(statements).toContainEqual(expect.stringContaining("inner join lateral"));
    expect(statements).toContainEqual(expect.stringMatching(/count\(\*\).* group by "superior_id"$/));
  });

  it("go on after a cursor", async () => {
    const cursor = (await below("(first: 1)")).data._entities[1]?.subordinates.pageInfo.endCursor;
    const { data } = await below(`(first: 5, after: "${cursor}")`);
    expect(data._entities.map(({ subordinates }) => idsOf(subordinates.nodes))).toEqual([
      idsOf([otherWard]),
      idsOf([secondCell, closedCell]),
      [],
    ]);
  });
});

describe("the list of organizations", () => {
  const validToday = [head, ward, grassroots, firstCell, secondCell, otherWard, cellInJapan];

  it("holds those valid today by code, in one statement and one for the total", async () => {
    expect(await listed(null)).toEqual(idsOf(validToday));
    expect(registry.takeStatements()).toHaveLength(2);
  });

  it("counts only when asked", async () => {
    await registry.ask("{ partyOrganizations { nodes { id } } }");
    expect(registry.takeStatements()).toHaveLength(1);
  });

  it.each<[string, object, readonly { readonly id: string }[]]>([
    ["committee", { committee: "CRC-CP" }, [cellInJapan]],
    ["an unknown committee", { committee: "PTC-99" }, []],
    ["everything below an organization", { under: ward.id }, [grassroots, firstCell, secondCell]],
    ["nothing below a leaf", { under: firstCell.id }, []],
    ["kind", { kind: "OVERSEAS" }, [cellInJapan]],
    ["level", { level: "ABOVE_GRASSROOTS" }, [ward, otherWard]],
    ["the last day of one", { under: ward.id, level: "CELL", asOf: "2026-06-29" }, [firstCell, secondCell, closedCell]],
    ["the day after it", { under: ward.id, level: "CELL", asOf: "2026-06-30" }, [firstCell, secondCell]],
    ["a day before all of them", { asOf: "2025-06-30" }, []],
    ["several conditions at once", { committee: "PTC-79", under: head.id, level: "CELL" }, [firstCell, secondCell]],
    ["nulls, which ask for nothing", { committee: null, under: null, kind: null, level: null, asOf: null }, validToday],
  ])("is narrowed by %s", async (_, filter, expected) => {
    expect(await listed(filter)).toEqual(idsOf(expected));
  });

  it("gives the same order page by page", async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let more = true; more; ) {
      const answer: Awaited<ReturnType<typeof list>> = await list(null, { first: 2, after });
      const { nodes, pageInfo } = answer.data.partyOrganizations;
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      seen.push(...idsOf(nodes));
      ({ endCursor: after, hasNextPage: more } = pageInfo);
    }
    expect(seen).toEqual(idsOf(validToday));
  });

  it.each([
    ["a page above the limit", { first: 101 }, "LIMIT_PAGE_SIZE_EXCEEDED"],
    ["a cursor it did not make", { after: "bm8" }, "INPUT_CURSOR_UNKNOWN"],
  ])("refuses %s", async (_, page, code) => {
    const { data, errors } = await list(null, page);
    expect(data).toEqual({ partyOrganizations: null });
    expect(errors).toMatchObject([{ extensions: { code } }]);
    expect(registry.takeStatements()).toEqual([]);
  });
});
