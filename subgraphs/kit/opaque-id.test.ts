import { describe, expect, it } from "vitest";
import { newOpaqueId } from "./opaque-id.ts";

describe("a new id", () => {
  it("has its prefix and thirteen characters that nobody mistakes", () => {
    expect(newOpaqueId("ch")).toMatch(/^ch_[0-9a-hjkmnp-tv-z]{13}$/);
  });

  it("is not drawn twice", () => {
    expect(new Set(Array.from({ length: 1_000 }, () => newOpaqueId("rv"))).size).toBe(1_000);
  });
});
