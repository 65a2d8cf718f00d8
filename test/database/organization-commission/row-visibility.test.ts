import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestCaller } from "../../support/envelope.ts";
import { openRegistry, type Registry } from "./registry.ts";
import { cellInJapan, memberWithBothCards, memberWithOldCard, memberWithoutOrganization } from "./rows.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await openRegistry();
});
afterAll(() => registry[Symbol.asyncDispose]());

const [ofHoChiMinhCity, ofDongNai, ofGovernment] = [memberWithBothCards, memberWithOldCard, memberWithoutOrganization];
const all = [ofHoChiMinhCity.id, ofDongNai.id, ofGovernment.id];

const officer = { committees: [], scopes: ["member:read"], organization: "" };
const clerk = { ...officer, committees: ["PTC-79"] };
const commission = { ...clerk, organization: "organization-commission" };
const registrar = { ...officer, organization: "foreign-ministry" };
const japan = { ...officer, organization: cellInJapan.id };
const cases: readonly (readonly [string, TestCaller, readonly string[]])[] = [
  ["a clerk of a committee", { ...clerk, purpose: "MEMBER_MANAGEMENT" }, [ofHoChiMinhCity.id]],
  ["a clerk who moves members", { ...officer, committees: ["PTC-75"], purpose: "ACTIVITY_TRANSFER" }, [ofDongNai.id]],
  ["a clerk of no committee", { ...officer, organization: "PTC-79", purpose: "ACTIVITY_TRANSFER" }, []],
  ["the registrar", { ...registrar, purpose: "OVERSEAS_MANAGEMENT" }, all],
  ["an organization abroad", { ...japan, purpose: "OVERSEAS_MANAGEMENT" }, all],
  ["a member", { ...officer, scopes: [], memberId: ofDongNai.id, purpose: "OWN_RECORD" }, [ofDongNai.id]],
  ["an analyst", { ...commission, purpose: "STATISTICS" }, []],
  ["an auditor", { ...commission, purpose: "AUDIT" }, []],
  ["a clerk without a purpose", { ...clerk, purpose: null }, []],
  ["a clerk without the scope", { ...clerk, scopes: [], purpose: "MEMBER_MANAGEMENT" }, []],
];

describe.each(cases)("in the member index %s", (_, caller, seen) => {
  it("finds the members who concern them by id and as entities, and no others", async () => {
    const { data } = await registry.ask<{ _entities: readonly unknown[]; asked: unknown }>(
      `query ($keys: [_Any!]!, $id: ID!) {
        _entities(representations: $keys) { ... on Member { id homeCommittee { code } } }
        asked: member(id: $id) { id }
      }`,
      { keys: all.map((id) => ({ __typename: "Member", id })), id: ofGovernment.id },
      undefined,
      caller,
    );
    expect(data._entities).toMatchObject(all.map((id) => (seen.includes(id) ? { id } : null)));
    expect(data.asked).toEqual(seen.includes(ofGovernment.id) ? { id: ofGovernment.id } : null);
  });

  it("finds nobody else by a card number", async () => {
    const { data } = await registry.ask(
      `{ memberByCardNumber(cardNumber: "${ofHoChiMinhCity.card}") { id } }`,
      {},
      undefined,
      caller,
    );
    expect(data).toEqual({ memberByCardNumber: seen.includes(ofHoChiMinhCity.id) ? { id: ofHoChiMinhCity.id } : null });
  });

  it("reads committees and organizations like everybody", async () => {
    const { data } = await registry.ask(
      `{ committee(code: "PTC-79") { code } partyOrganization(id: "${cellInJapan.id}") { id } }`,
      {},
      undefined,
      caller,
    );
    expect(data).toEqual({ committee: { code: "PTC-79" }, partyOrganization: { id: cellInJapan.id } });
  });
});
