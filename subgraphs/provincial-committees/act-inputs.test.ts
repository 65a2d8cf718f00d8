import { expect, it } from "vitest";
import { requireMonth } from "./act-inputs.ts";

const asked = (feePaidToMonth: string) => {
  try {
    return requireMonth({ feePaidToMonth });
  } catch (error) {
    return (error as { refusal?: unknown }).refusal;
  }
};

it.each(["1930-02", "2026-11", "2099-12"])("takes the month %s", (month) => expect(asked(month)).toBe(month));

it.each([
  ["2026-13", "MONTH_MALFORMED"],
  ["2026-1", "MONTH_MALFORMED"],
  ["2026-11-01", "MONTH_MALFORMED"],
  ["0000-01", "MONTH_MALFORMED"],
  ["1930-01", "DAY_TOO_EARLY"],
  ["2100-01", "DAY_AHEAD"],
])("refuses the month %s: %s", (month, code) => {
  expect(asked(month)).toMatchObject({ kind: "input-refused", field: "feePaidToMonth", code });
});
