import { setTimeout as sleep } from "node:timers/promises";
import type { Caller } from "#contract/caller.ts";
import { describe, expect, it } from "vitest";
import { everybodysOfficer } from "../../test/support/envelope.ts";
import type { Log } from "../edge/errors.ts";
import { contractBudgets, openBudgets } from "./budgets.ts";
import { readBudgets } from "./read-budgets.ts";

const caller: Caller = {
  ...everybodysOfficer,
  issuer: "urn:test",
  subject: "clerk",
  organization: "PTC-79",
  purposes: [],
  tokenId: "",
  expiresAt: 0,
};
const allowances = { caller: { requests: 3, cost: 30 }, organization: { requests: 5, cost: 50 } };

function recorder() {
  const lines: string[] = [];
  const note = (level: string) => (details: object | string, message?: string) =>
    void lines.push(`${level}: ${typeof details === "string" ? details : message}`);
  const log: Log = { debug: note("debug"), info: note("info"), warn: note("warn"), error: note("error") };
  return { log, lines };
}

describe("budgets", () => {
  it("say that they are counted by one process alone where no store is named", async () => {
    const { log, lines } = recorder();
    await using budgets = openBudgets({ allowances, databaseUrl: null, log });
    expect(lines).toEqual([
      "warn: budgets are counted by this process alone, because GATEWAY_DATABASE_URL names no shared store",
    ]);
    expect(budgets.remaining(caller)).toEqual(allowances);
  });

  it("are those of the caller at its issuer, and then those of the organization", async () => {
    await using budgets = openBudgets({ allowances, databaseUrl: null, log: recorder().log });
    const spend = (subject: string, issuer = "urn:test") => budgets.spendRequest({ ...caller, subject, issuer });
    expect([spend("a"), spend("a"), spend("a")]).toEqual([null, null, null]);
    expect(spend("a")?.message).toBe("The caller has spent this minute's budget of 3 requests.");
    expect([spend("a", "urn:other"), spend("b")]).toEqual([null, null]);
    expect(spend("b")?.message).toBe("The caller's organization has spent this minute's budget of 5 requests.");
  });

  it("count nothing of what they refuse", async () => {
    await using budgets = openBudgets({ allowances, databaseUrl: null, log: recorder().log });
    expect(budgets.spendCost(caller, 31)?.extensions.code).toBe("BUDGET_COST_EXCEEDED");
    expect(budgets.spendCost(caller, 30)).toBeNull();
  });

  it("go on alone while their store is away, with one alarm", async () => {
    const { log, lines } = recorder();
    const databaseUrl = "postgres://nobody@127.0.0.1:1/gateway";
    await using budgets = openBudgets({ allowances, databaseUrl, log, settleEveryMs: 20 });
    for (let request = 0; request < 3; request += 1) {
      expect(budgets.spendRequest(caller)).toBeNull();
      await sleep(50);
    }
    expect(budgets.spendRequest(caller)).not.toBeNull();
    expect(lines).toEqual(["error: budgets are counted by this process alone: their store does not answer"]);
  });

  it("are read whole or not at all", () => {
    expect(readBudgets(JSON.stringify(contractBudgets))).toEqual(contractBudgets);
    for (const text of ["{}", '{"caller":{"requests":0,"cost":1},"organization":{"requests":1,"cost":1}}', "no"])
      expect(() => readBudgets(text)).toThrow();
  });
});
