import { purposes, type Purpose } from "#contract/caller.ts";
import { PERSON_SCOPE, reachOf, REGISTRAR } from "#contract/reach.ts";
import { describe, expect, it } from "vitest";

const everything = {
  committees: ["PTC-79"],
  organization: REGISTRAR,
  memberId: "mb_self" as string | null,
  scopes: [PERSON_SCOPE, "statistics:read", "audit:read"],
};
const reached = (purpose: Purpose | null, caller: Partial<typeof everything> = {}) =>
  Object.entries(reachOf({ ...everything, ...caller, purpose }))
    .filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value)))
    .map(([part]) => part);

const expected: Record<Purpose, readonly string[]> = {
  MEMBER_MANAGEMENT: ["committees"],
  ACTIVITY_TRANSFER: ["committees", "organization", "isRegistrar"],
  OVERSEAS_MANAGEMENT: ["committees", "organization", "isRegistrar"],
  STATISTICS: [],
  AUDIT: ["isAuditor"],
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
    expect(reached(purpose, { scopes: ["statistics:read"] })).toEqual(purpose === "OWN_RECORD" ? ["memberId"] : []);
  });

  it("is nobody for whoever may read the audit alone, but the accesses to everybody for an audit", () => {
    const reachedBy = (purpose: Purpose) => reached(purpose, { scopes: ["audit:read"] });
    expect(purposes.filter((purpose) => reachedBy(purpose).includes("isAuditor"))).toEqual(["AUDIT"]);
    expect(reachedBy("AUDIT")).toEqual(["isAuditor"]);
  });

  it("leaves the register to the organization that keeps it", () => {
    const cell = { organization: "po_cell000000001" };
    expect(reached("OVERSEAS_MANAGEMENT", cell)).toEqual(["committees", "organization"]);
  });

  it("is nobody for an officer of no committee and no organization, and for a member whom no token names", () => {
    const nobody = { committees: [], organization: "", memberId: null };
    expect(reached("ACTIVITY_TRANSFER", nobody)).toEqual([]);
    expect(reached("OWN_RECORD", nobody)).toEqual([]);
  });
});
