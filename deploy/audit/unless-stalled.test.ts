import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unlessStalled } from "./unless-stalled.ts";

describe("work that may stall", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  it("is waited for as long as it gets further, and answers", async () => {
    const work = async (gotFurther: () => void) => {
      for (let step = 0; step < 8; step++) {
        await new Promise<void>((passed) => void setTimeout(passed, 250));
        gotFurther();
      }
      return "done";
    };
    const given = unlessStalled(300, work);
    await vi.advanceTimersByTimeAsync(8 * 250);
    expect(await given).toBe("done");
  });

  it("is given up once nothing is heard of it any more", async () => {
    const given = unlessStalled(100, async (gotFurther) => {
      gotFurther();
      await new Promise(() => undefined);
    });
    const said = given.catch(({ message }: Error) => message);
    await vi.advanceTimersByTimeAsync(100);
    expect(await said).toBe("It has got no further for 0.1 s and is given up.");
  });

  it("fails as it fails", async () => {
    await expect(unlessStalled(10_000, () => Promise.reject(new Error("full")))).rejects.toThrow("full");
  });
});
