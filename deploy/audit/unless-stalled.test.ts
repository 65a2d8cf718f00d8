import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { unlessStalled } from "./unless-stalled.ts";

describe("work that may stall", () => {
  it("is waited for as long as it gets further, and answers", async () => {
    const work = async (gotFurther: () => void) => {
      for (let step = 0; step < 8; step++) {
        await sleep(50);
        gotFurther();
      }
      return "done";
    };
    expect(await unlessStalled(300, work)).toBe("done");
  });

  it("is given up once nothing is heard of it any more", async () => {
    const given = unlessStalled(100, async (gotFurther) => {
      gotFurther();
      await new Promise(() => undefined);
    });
    await expect(given).rejects.toThrow("It has got no further for 0.1 s and is given up.");
  });

  it("fails as it fails", async () => {
    await expect(unlessStalled(10_000, () => Promise.reject(new Error("full")))).rejects.toThrow("full");
  });
});
