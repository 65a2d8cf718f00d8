import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { expireAfter } from "./deadlines.ts";

const block = (ms: number) => {
  for (const until = performance.now() + ms; performance.now() < until;);
};

describe("a deadline", () => {
  it("expires once, after its time, and not when it was called off", async () => {
    const expired: string[] = [];
    const startedAt = performance.now();
    expireAfter(30, () => expired.push(performance.now() - startedAt >= 30 ? "in time" : "too soon"));
    expireAfter(30, () => expired.push("called off"))();
    await sleep(150);
    expect(expired).toEqual(["in time"]);
  });

  it("expires whichever others are called off, in whatever order, before or while it does", async () => {
    const expired: number[] = [];
    const callOffs = Array.from({ length: 60 }, (_, index) =>
      expireAfter(index < 30 ? 20 : 60, () => {
        expired.push(index);
        if (index < 15) callOffs[index + 15]!();
      }),
    );
    for (const index of [59, 0, 31, 30, 29, 45, 45, 7]) callOffs[index]!();
    await sleep(200);
    const left = callOffs.map((_, index) => index).filter((index) => ![59, 0, 31, 30, 29, 45, 7].includes(index));
    // Those from 15 on were called off by the ones before them, if these were there to do it.
    const ended = left.filter((index) => index < 15 || index >= 30 || [15, 22].includes(index));
    expect(expired.toSorted((one, other) => one - other)).toEqual(ended);
  });

  it("waits for what has arrived when this process was itself too late to read it", async () => {
    const events: string[] = [];
    expireAfter(50, () => events.push("expired"));
    await sleep(20);
    setImmediate(() => events.push("read"));
    block(300);
    await sleep(100);
    expect(events).toEqual(["read", "expired"]);
  });

  it("expires also in a process that is late every time, once what had arrived was read", async () => {
    const events: string[] = [];
    const overload = setInterval(() => block(120), 1);
    const { promise: expired, resolve } = Promise.withResolvers<void>();
    expireAfter(50, () => resolve(void events.push("expired")));
    await sleep(1);
    setImmediate(() => events.push("read"));
    await Promise.race([expired, sleep(2_000)]);
    clearInterval(overload);
    expect(events).toEqual(["read", "expired"]);
  });
});
