import { errorCodes } from "#contract/errors.ts";
import { describe, expect, it } from "vitest";
import { retryAfter } from "./status.ts";

describe("the time to come again", () => {
  it("is told with every code that says 503, and with no other that does not tell one itself", () => {
    const codes = Object.entries(errorCodes);
    const told = codes.filter(([code]) => retryAfter(code) !== undefined).map(([code]) => code);
    expect(told).toEqual(codes.filter(([, { status }]) => status === 503).map(([code]) => code));
    expect(told).toContain("AUDIT_UNAVAILABLE");
    expect(retryAfter("NO_SUCH_CODE")).toBeUndefined();
  });

  it("is what a refusal tells itself before what its code does", () => {
    expect(retryAfter("BUDGET_COST_EXCEEDED", { retryAfterSeconds: 42 })).toBe("42");
    expect(retryAfter("HUB_OVERLOADED", { retryAfterSeconds: 10 })).toBe("10");
  });
});
