import { describe, expect, it } from "vitest";
import { readAgencyConfig } from "./config.ts";

const env = { AGENCY_PORT: "4001", AGENCY_DATABASE_URL: "postgres://service@127.0.0.1/agency" };

describe("the configuration of an agency", () => {
  it("comes from variables of its own prefix, with loopback and ten connections by default", () => {
    expect(readAgencyConfig("AGENCY", { env: { ...env, OTHER_POOL_SIZE: "3" } })).toEqual({
      host: "127.0.0.1",
      port: 4001,
      databaseUrl: env.AGENCY_DATABASE_URL,
      poolSize: 10,
    });
  });

  it("holds the secrets that were asked for and no others", () => {
    const withSecrets = { ...env, AGENCY_INDEX_KEY: "k".repeat(32), AGENCY_OTHER_KEY: "o".repeat(32) };
    const config = readAgencyConfig("AGENCY", { secrets: ["indexKey"], env: withSecrets });
    expect(config.indexKey).toBe("k".repeat(32));
    expect(config).not.toHaveProperty("otherKey");
  });

  it("names every variable at fault at once, a secret that is too short too, and no value", () => {
    const faulty = { AGENCY_PORT: "70000", AGENCY_DATABASE_URL: "mysql://secret@host", AGENCY_INDEX_KEY: "short" };
    const read = () => readAgencyConfig("AGENCY", { secrets: ["indexKey"], env: faulty });
    const faults = ["AGENCY_PORT: .+", "AGENCY_DATABASE_URL: .+", "AGENCY_INDEX_KEY: .+"];
    expect(read).toThrow(new RegExp(`^The environment is incomplete:\\n  ${faults.join("\\n  ")}$`));
    expect(read).not.toThrow(/secret|short/);
  });
});
