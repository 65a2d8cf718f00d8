import { expect, it } from "vitest";
import { requireLine, requireText } from "#kit/act-texts.ts";

it("keeps a number as one line, whatever blanks were pasted with it, and the lines of other texts", () => {
  expect(requireLine("letterNumber", "\t12-GT \u00a0/\r\nTỈNH\u2028ỦY\n", 40)).toBe("12-GT / TỈNH ỦY");
  expect(requireText("lateReason", " Ốm.\nNằm viện. ", 500)).toBe("Ốm.\nNằm viện.");
});

it.each([
  ["\n\u00a0\t", "TEXT_EMPTY"],
  [`12\n${"3".repeat(38)}`, "TEXT_TOO_LONG"],
  ["12\u200b-GT", "TEXT_UNSEEN"],
])("refuses a number that is none: %j, %s", (text, code) => {
  expect(() => requireLine("letterNumber", text, 40)).toThrow(
    expect.objectContaining({ refusal: expect.objectContaining({ field: "letterNumber", code }) }),
  );
});
