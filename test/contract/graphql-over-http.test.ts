import { auditServer } from "graphql-http";
import { describe, expect, it } from "vitest";
import { startSmallHub } from "../support/small-hub.ts";

describe("GraphQL over HTTP", () => {
  it("passes the audit of the specification, but for GET without the header that no forgery can send", async () => {
    await using hub = await startSmallHub();
    const results = await auditServer({ url: hub.gateway.url });
    const notPassed = results.filter(({ status }) => status !== "ok");

    expect(results.length - notPassed.length).toBeGreaterThanOrEqual(58);
    expect(notPassed.map(({ status }) => status)).toEqual(["notice", "notice", "notice"]);
    expect(notPassed.every(({ name }) => name.includes("GET"))).toBe(true);
  });

  it("passes those three too when GET carries the header", async () => {
    await using hub = await startSmallHub();
    const fetchFn = (url: string, { headers, ...init }: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...(headers as Record<string, string>), "apollo-require-preflight": "1" } });
    const results = await auditServer({ url: hub.gateway.url, fetchFn });

    expect(results.filter(({ status }) => status !== "ok")).toEqual([]);
  });
});
