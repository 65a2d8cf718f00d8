import { auditServer } from "graphql-http";
import { describe, expect, it } from "vitest";
import { startSmallHub } from "../support/small-hub.ts";

describe("GraphQL over HTTP", () => {
  it("passes the audit of the specification, but for GET, which it need not take", async () => {
    await using hub = await startSmallHub();
    const results = await auditServer({ url: hub.gateway.url });
    const notPassed = results.filter(({ status }) => status !== "ok");

    expect(results.length - notPassed.length).toBeGreaterThanOrEqual(58);
    expect(notPassed.map(({ status }) => status)).toEqual(["notice", "notice", "notice"]);
    expect(notPassed.every(({ name }) => /^MAY .*GET/.test(name))).toBe(true);
  });
});
