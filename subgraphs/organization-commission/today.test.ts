import { expect, it } from "vitest";
import { todayInVietnam } from "./today.ts";

it("changes the day at midnight in Việt Nam, seven hours before UTC", () => {
  expect(todayInVietnam(new Date("2026-06-30T16:59:59.999Z"))).toBe("2026-06-30");
  expect(todayInVietnam(new Date("2026-06-30T17:00:00.000Z"))).toBe("2026-07-01");
});
