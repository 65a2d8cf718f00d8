import { expect, it } from "vitest";
import { numberHash } from "./number-hash.ts";

it("is the HMAC-SHA256 of the digits, so that any agency's tool can compute it", () => {
  // Test case 2 of RFC 4231.
  expect(numberHash("Jefe", "what do ya want for nothing?").toString("hex")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

it("tells numbers apart by their leading zeros", () => {
  expect(numberHash("key", "00123456")).not.toEqual(numberHash("key", "123456"));
});
