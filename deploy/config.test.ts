import { describe, expect, it } from "vitest";
import { readHubConfig } from "./config.ts";
import { agencyProcesses } from "./local/agencies.ts";

const indexKey = { ORGANIZATION_COMMISSION_INDEX_KEY: "k".repeat(32) };
const production = Object.fromEntries(
  agencyProcesses.map(({ urlVariable }, index) => [urlVariable, `postgres://host-${index}/db`]),
);

describe("the environment of the hub", () => {
  it("may be empty: port 4000, folder .data, embedded database", () => {
    expect(readHubConfig({})).toMatchObject({
      port: 4000,
      dataFolder: expect.stringMatching(/\/\.data$/),
      databases: { kind: "embedded" },
    });
  });

  it("takes DATABASE_URL as a server on which it may make databases", () => {
    const { databases } = readHubConfig({ DATABASE_URL: "postgres://admin@db/postgres" });
    expect(databases).toEqual({ kind: "server", adminUrl: "postgres://admin@db/postgres" });
  });

  it("takes one URL for each agency as databases that somebody else made, whatever DATABASE_URL says", () => {
    const { databases } = readHubConfig({ ...production, ...indexKey, DATABASE_URL: "postgres://admin@db/postgres" });
    expect(databases).toMatchObject({ kind: "given" });
    expect(databases.kind === "given" && databases.urls.get("provincial-committees/south")).toBe(
      "postgres://host-4/db",
    );
  });

  it("is a trial with personas until issuers are named", () => {
    expect(readHubConfig({}).isTrial).toBe(true);
    expect(readHubConfig({ GATEWAY_ISSUERS: "issuers.json" }).isTrial).toBe(false);
  });

  it("takes an empty variable as absent", () => {
    expect(readHubConfig({ DATABASE_URL: "", HUB_PORT: " ", HUB_DATA_DIR: " " })).toMatchObject({
      port: 4000,
      dataFolder: expect.stringMatching(/\/\.data$/),
      databases: { kind: "embedded" },
    });
  });

  it.each([
    [{ HUB_PORT: "http" }, "HUB_PORT: must be a number"],
    [{ HUB_PORT: "65536" }, "HUB_PORT: "],
    [{ DATABASE_URL: "localhost:5432" }, "DATABASE_URL: must be a URL that begins with postgres://"],
    [{ DATABASE_URL: "mysql://db/x" }, "DATABASE_URL: must be a URL that begins with postgres://"],
    [{ ...production, ...indexKey, FOREIGN_MINISTRY_DATABASE_URL: "" }, "FOREIGN_MINISTRY_DATABASE_URL: is missing"],
    [production, "ORGANIZATION_COMMISSION_INDEX_KEY: is missing"],
  ])("is refused, naming the variable: %j", (env, problem) => {
    expect(() => readHubConfig(env)).toThrow(problem);
  });

  it("is refused once for all mistakes", () => {
    expect(() => readHubConfig({ HUB_PORT: "x", DATABASE_URL: "y" })).toThrow(/HUB_PORT[^]*DATABASE_URL/);
  });
});
