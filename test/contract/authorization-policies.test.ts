import { describe, expect, it } from "vitest";
import type { Caller } from "#contract/caller.ts";
import { membersAskForThemselves } from "../../gateway/authorization/policies/members-ask-for-themselves.ts";
import { ownCommittee } from "../../gateway/authorization/policies/own-committee.ts";

const caller = (memberId: string | null, ...committees: string[]) => ({ memberId, committees }) as unknown as Caller;

describe("the policy own-committee", () => {
  const may = (who: Caller, given: object) =>
    ownCommittee({ caller: who, coordinate: "Query.members", arguments: { ...given } });

  it("lets a caller name a committee of theirs, and no other", () => {
    expect(may(caller(null, "PTC-79"), { committee: "PTC-79" })).toBe(true);
    expect(may(caller(null, "PTC-79"), { committee: "PTC-01" })).toBe(false);
  });

  it.each([[{}], [{ committee: null }], [{ committee: ["PTC-79"] }]])("lets nobody name no committee: %j", (given) => {
    expect(may(caller(null, "PTC-79"), given)).toBe(false);
  });

  it("lets a caller without committees name none, rather than all", () => {
    expect(may(caller(null), { committee: "PTC-79" })).toBe(false);
  });
});

describe("the policy members-ask-for-themselves", () => {
  const may = (who: Caller, given: object) =>
    membersAskForThemselves({ caller: who, coordinate: "Query.member", arguments: { ...given } });

  it("lets a member name themselves, and nobody else", () => {
    expect(may(caller("mb_1"), { id: "mb_1" })).toBe(true);
    expect(may(caller("mb_1"), { id: "mb_2" })).toBe(false);
  });

  it("does not let a member ask without saying for whom", () => {
    expect(may(caller("mb_1"), {})).toBe(false);
    expect(may(caller("mb_1"), { cardNumber: "123" })).toBe(false);
  });

  it("does not hold an officer", () => {
    expect(may(caller(null), { id: "mb_2" })).toBe(true);
  });
});
