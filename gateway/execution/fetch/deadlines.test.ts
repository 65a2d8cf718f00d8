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
