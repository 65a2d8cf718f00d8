import { describe, expect, it } from "vitest";
import { openBudget } from "./budget.ts";
import type { BudgetStore } from "./budget-stores.ts";

/** A store that counts at once, and while it is away not at all. */
function countingStore(now: () => number) {
  const points = new Map<string, number>();
  const store = { isAway: false, asked: 0, add: undefined as unknown as BudgetStore["add"] };
  store.add = async (key, more) => {
    store.asked += 1;
    if (store.isAway) return null;
    points.set(key, (points.get(key) ?? 0) + more);
    return { points: points.get(key) ?? 0, endsAt: now() + 30_000 };
  };
  return store;
}

describe("a budget", () => {
  it("decides at once, from what was spent here, and asks the store later", async () => {
    const store = countingStore(() => 0);
    const budget = openBudget(100, store, () => 0);
    budget.spend("a", 3);
    expect([budget.left("a"), budget.left("b"), store.asked]).toEqual([97, 100, 0]);
    await budget.settle();
    await budget.settle();
    expect([budget.left("a"), store.asked]).toEqual([97, 1]);
  });

  it("learns what another gateway has let pass when it settles, and when the minute ends", async () => {
    let now = 0;
    const store = countingStore(() => now);
    const [here, there] = [openBudget(100, store, () => now), openBudget(100, store, () => now)];
    here.spend("a", 5);
    there.spend("a", 5);
    await here.settle();
    await there.settle();
    expect([here.left("a"), there.left("a"), there.renewsInMs("a")]).toEqual([95, 90, 30_000]);
    now = 30_000;
    expect([here.left("a"), there.left("a")]).toEqual([100, 100]);
  });

  it("settles before the next round once a twentieth is spent, so that gateways overshoot by little", async () => {
    const store = countingStore(() => 0);
    const budget = openBudget(100, store, () => 0);
    for (let points = 0; points < 5; points += 1) budget.spend("a", 1);
    expect(store.asked).toBe(0);
    budget.spend("a", 1);
    expect(store.asked).toBe(1);
  });

  it("goes on by itself while the store is away, asks again only in the next round, and loses no point", async () => {
    const store = countingStore(() => 0);
    const budget = openBudget(10, store, () => 0);
    store.isAway = true;
    budget.spend("a", 1);
    await budget.settle();
    for (let points = 0; points < 9; points += 1) budget.spend("a", 1);
    expect([budget.left("a"), store.asked]).toEqual([0, 1]);
    store.isAway = false;
    await budget.settle();
    expect([budget.left("a"), store.asked]).toEqual([0, 2]);
  });

  it("charges no minute for what was spent in one that was over before the store came back", async () => {
    let now = 0;
    const store = countingStore(() => now);
    const budget = openBudget(10, store, () => now);
    store.isAway = true;
    budget.spend("a", 10);
    await budget.settle();
    store.isAway = false;
    now = 59_999;
    expect(budget.left("a")).toBe(0);
    now = 60_000;
    await budget.settle();
    expect([budget.left("a"), store.asked]).toEqual([10, 1]);
    budget.spend("a", 1);
    await budget.settle();
    expect([budget.left("a"), store.asked]).toEqual([9, 2]);
  });
});
