import { describe, expect, it } from "vitest";
import { createCircuitBreaker } from "./circuit-breaker.ts";

describe("a circuit breaker", () => {
  let now = 0;
  const breaker = () => createCircuitBreaker(() => now);

  it("stays closed while fewer than twenty calls were made, and while less than half of them fail", () => {
    const it = breaker();
    for (let call = 0; call < 19; call++) it.record(false);
    expect(it.allows()).toBe(true);
    const other = breaker();
    for (let call = 0; call < 100; call++) other.record(call % 5 < 3);
    expect(other.allows()).toBe(true);
  });

  it("opens at half, lets one call try after five seconds, and closes when that succeeds", () => {
    const it = breaker();
    for (let call = 0; call < 20; call++) it.record(call % 2 === 0);
    expect(it.allows()).toBe(false);
    now += 5_001;
    expect([it.allows(), it.allows()]).toEqual([true, false]);
    it.record(false);
    expect(it.allows()).toBe(false);
    now += 5_001;
    expect(it.allows()).toBe(true);
    it.record(true);
    expect([it.allows(), it.allows()]).toEqual([true, true]);
  });

  it("forgets failures of an earlier window", () => {
    const it = breaker();
    for (let call = 0; call < 19; call++) it.record(false);
    now += 10_001;
    it.record(false);
    expect(it.allows()).toBe(true);
  });
});
