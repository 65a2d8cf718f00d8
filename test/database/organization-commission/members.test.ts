import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openRegistry, type Registry } from "./registry.ts";
import { memberWithBothCards, memberWithOldCard, memberWithoutOrganization, members } from "./rows.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await openRegistry();
});
beforeEach(() => void registry.takeStatements());
afterAll(() => registry[Symbol.asyncDispose]());

const fields = "id homeCommittee { code name } homeOrganization { id name }";
const member = async (id: string, on?: string) =>
  (await registry.ask(`query ($id: ID!) { member(id: $id) { ${fields} } }`, { id }, on)).data.member;
const byCard = (cardNumber: string) =>
  registry.ask("query ($cardNumber: String!) { memberByCardNumber(cardNumber: $cardNumber) { id } }", { cardNumber });

describe("the member index", () => {
  it("gives a member's committee and organization in one statement", async () => {
    expect(await member(memberWithBothCards.id)).toEqual({
      id: memberWithBothCards.id,
      homeCommittee: { code: "PTC-79", name: "Thành ủy Thành phố Hồ Chí Minh" },
      homeOrganization: { id: "po_aaaaaaaaaaaa4", name: "Tổ chức 79.01.01.01" },
    });
    expect(registry.takeStatements()).toEqual([
      expect.stringMatching(/^select "member_id" as "id", \(select to_json\(obj\).* where "member_id" = any\(\$1\)$/),
    ]);
  });

  it("shows the committee under its name of today", async () => {
    const before = await member(memberWithOldCard.id, "2026-04-29");
    expect(before).toMatchObject({ homeCommittee: { code: "PTC-75", name: "Tỉnh ủy Đồng Nai" } });
    const since = await member(memberWithOldCard.id, "2026-04-30");
    expect(since).toMatchObject({ homeCommittee: { code: "PTC-75", name: "Thành ủy Đồng Nai" } });
  });

  it("leaves the organization null when it names none", async () => {
    expect(await member(memberWithoutOrganization.id)).toMatchObject({ homeOrganization: null });
  });

  it("is null for an id it does not hold", async () => {
    expect(await member("mb_zzzzzzzzzzzzz")).toBeNull();
  });

  it("answers many representations in one statement and in their order, unknown ones null", async () => {
    const ids = [...members.map(({ member_id }) => member_id).toReversed(), "mb_zzzzzzzzzzzzz"];
    const { data, errors } = await registry.ask(
      "query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Member { id homeCommittee { code } } } }",
      { keys: ids.map((id) => ({ __typename: "Member", id })) },
    );
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([
      { id: memberWithoutOrganization.id, homeCommittee: { code: "CRC-CP" } },
      { id: memberWithOldCard.id, homeCommittee: { code: "PTC-75" } },
      { id: memberWithBothCards.id, homeCommittee: { code: "PTC-79" } },
      null,
    ]);
    expect(registry.takeStatements()).toHaveLength(1);
  });
});

describe("a search by card number", () => {
  it.each([
    ["the 8 digits of an old card", memberWithBothCards.cardOld, memberWithBothCards.id],
    ["the 12 digits of a new card", memberWithBothCards.card, memberWithBothCards.id],
    ["an old card of a member without a new one", memberWithOldCard.cardOld, memberWithOldCard.id],
  ])("finds the member by %s, in one statement without the number", async (_, cardNumber, id) => {
    expect((await byCard(cardNumber)).data.memberByCardNumber).toEqual({ id });
    const statements = registry.takeStatements();
    expect(statements).toHaveLength(1);
    expect(statements[0]).not.toContain(cardNumber);
  });

  it.each([
    ["digits that nobody holds", "99999999"],
    ["an old number filled up to 12 digits", `0000${memberWithOldCard.cardOld}`],
    ["a record number's digits", "00000001"],
  ])("finds nobody by %s", async (_, cardNumber) => {
    expect(await byCard(cardNumber)).toEqual({ data: { memberByCardNumber: null } });
  });

  it.each(["", "1234567", "123456789", "1234567890123", "0012345a", "00 123456", "٠٠١٢٣٤٥٦", "00123456\n"])(
    "refuses %j, which is not a card number, without a statement",
    async (cardNumber) => {
      const { data, errors } = await byCard(cardNumber);
      expect(data).toEqual({ memberByCardNumber: null });
      expect(errors).toMatchObject([
        {
          message: "A Party card number is written with 8 digits, or 12 on the cards of 2025.",
          extensions: { code: "INPUT_MALFORMED" },
        },
      ]);
      expect(registry.takeStatements()).toEqual([]);
    },
  );
});
