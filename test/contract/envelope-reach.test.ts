import type { Purpose } from "#contract/caller.ts";
import { purposes } from "#contract/caller.ts";
import { reachOf } from "#contract/reach.ts";
import { scopes } from "#contract/scopes.ts";
import { describe, expect, it } from "vitest";

const everything = {
  committees: ["PTC-79"],
  organization: "po_cell000000001",
  memberId: "mb_self",
  scopes: Object.values(scopes),
};
const reached = (purpose: Purpose | null, caller: Partial<typeof everything> = {}) =>
  Object.entries(reachOf({ ...everything, ...caller, purpose }))
    .filter(([, value]) => value === true || (Array.isArray(value) ? value.length > 0 : Boolean(value)))
    .map(([part]) => part);

const expected: Record<Purpose, readonly string[]> = {
  MEMBER_MANAGEMENT: ["committees"],
  ACTIVITY_TRANSFER: ["committees", "organization"],
  OVERSEAS_MANAGEMENT: ["committees", "organization", "isRegistrar"],
  STATISTICS: [],
  AUDIT: [],
  OWN_RECORD: ["memberId"],
};

describe("whom a caller reaches", () => {
  it.each(purposes)("follows from the purpose: %s", (purpose) => {
    expect(reached(purpose)).toEqual(expected[purpose]);
  });

  it("is nobody without a purpose, whatever the token allows", () => {
    expect(reached(null)).toEqual([]);
  });

  it.each(purposes)("is nobody else without the scope to see persons: %s", (purpose) => {
    expect(reached(purpose, { scopes: [scopes.readOverseasRegister] })).toEqual(
      purpose === "OWN_RECORD" ? ["memberId"] : [],
    );
  });

  it("leaves the register to those who have its scope", () => {
    expect(reached("OVERSEAS_MANAGEMENT", { scopes: [scopes.readPersons] })).toEqual(["committees", "organization"]);
  });

  it("is nobody for an officer of no committee and no organization, and for a member whom the token does not name", () => {
    const nobody = { committees: [], organization: "", memberId: null as unknown as string };
    expect(reached("ACTIVITY_TRANSFER", nobody)).toEqual([]);
    expect(reached("OWN_RECORD", nobody)).toEqual([]);
  });
});
