import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readAgencyConfig } from "./config.ts";

const folder = mkdtempSync(join(tmpdir(), "hub-config-"));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (text: string) => {
  const file = join(folder, randomUUID());
  writeFileSync(file, text);
  return file;
};
const ownKey = generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url");

const key = `hub:${"k".repeat(43)}`;
const env = {
  AGENCY_PORT: "4001",
  AGENCY_DATABASE_URL: "postgres://service@127.0.0.1/agency",
  AGENCY_ENVELOPE_KEYS: key,
};

describe("the configuration of an agency", () => {
  it("comes from variables of its own prefix, with loopback and ten connections by default", () => {
    expect(readAgencyConfig("AGENCY", { env: { ...env, OTHER_POOL_SIZE: "3" } })).toEqual({
      host: "127.0.0.1",
      port: 4001,
      databaseUrl: env.AGENCY_DATABASE_URL,
      poolSize: 10,
      envelopeKeys: key,
      insecureCaller: null,
      peering: null,
    });
  });

  it("knows callers by signatures, or says as whom everybody is taken", () => {
    const { AGENCY_ENVELOPE_KEYS: _, ...unsigned } = env;
    const read = (own: object) => readAgencyConfig("AGENCY", { env: { ...unsigned, ...own } });
    const caller = { AGENCY_INSECURE_CALLER: `{"committees":["PTC-01"],"purpose":"MEMBER_MANAGEMENT"}` };
    expect(read(caller).insecureCaller).toMatchObject({ committees: ["PTC-01"], scopes: [], memberId: null });
    expect(() => read({})).toThrow("AGENCY_ENVELOPE_KEYS: must hold the keys");
    expect(() => read({ ...caller, AGENCY_ENVELOPE_KEYS: key })).toThrow("AGENCY_ENVELOPE_KEYS: must hold the keys");
    expect(() => read({ AGENCY_INSECURE_CALLER: `{"committee":"PTC-01"}` })).toThrow("AGENCY_INSECURE_CALLER: ");
    expect(() => read({ AGENCY_INSECURE_CALLER: "everybody" })).toThrow("AGENCY_INSECURE_CALLER: must be JSON");
  });

  it("takes an empty variable as absent: not every address of the machine, nor any free port, nor an open door", () => {
    const read = (own: object) => readAgencyConfig("AGENCY", { env: { ...env, ...own } });
    for (const name of ["HOST", "POOL_SIZE", "INSECURE_CALLER", "PEERS", "EVENT_KEY"])
      for (const empty of ["", " "]) expect([name, read({ [`AGENCY_${name}`]: empty })]).toEqual([name, read({})]);
    for (const name of ["PORT", "DATABASE_URL", "ENVELOPE_KEYS"])
      for (const empty of ["", " "]) expect(() => read({ [`AGENCY_${name}`]: empty })).toThrow(`AGENCY_${name}: must`);
    expect(() => read({ AGENCY_ENVELOPE_KEYS: "", AGENCY_INSECURE_CALLER: "" })).toThrow("must hold the keys");
  });

  it("exchanges events with both files or not at all, and says which is wrong", () => {
    const read = (own: object) => () => readAgencyConfig("AGENCY", { env: { ...env, ...own } });
    expect(read({ AGENCY_PEERS: "peers.json" })).toThrow("AGENCY_EVENT_KEY: must name a file as well as its partner");
    expect(read({ AGENCY_EVENT_KEY: "key" })).toThrow("AGENCY_PEERS: must name a file as well as its partner");
    const strangers = { AGENCY_PEERS: write(`{"peers":{}}`), AGENCY_EVENT_KEY: write(ownKey) };
    expect(read(strangers)).toThrow("AGENCY_PEERS: names nobody whose public key belongs to the own private key");
    expect(read({ ...strangers, AGENCY_EVENT_KEY: write("a key") })).toThrow("the event key must be an Ed25519 key");
    expect(read({ ...strangers, AGENCY_EVENT_KEY: "/nowhere" })).toThrow("ENOENT");
  });

  it("holds the secrets that were asked for and no others", () => {
    const withSecrets = { ...env, AGENCY_INDEX_KEY: "k".repeat(32), AGENCY_OTHER_KEY: "o".repeat(32) };
    const config = readAgencyConfig("AGENCY", { secrets: ["indexKey"], env: withSecrets });
    expect(config.indexKey).toBe("k".repeat(32));
    expect(config).not.toHaveProperty("otherKey");
  });

  it("names every variable at fault at once, a secret that is too short too, and no value", () => {
    const faulty = { AGENCY_PORT: "70000", AGENCY_DATABASE_URL: "mysql://hidden@host", AGENCY_INDEX_KEY: "short" };
    const unsigned = { ...faulty, AGENCY_ENVELOPE_KEYS: "short" };
    const read = () => readAgencyConfig("AGENCY", { secrets: ["indexKey"], env: unsigned });
    const faults = ["AGENCY_PORT: .+", "AGENCY_DATABASE_URL: .+", "AGENCY_ENVELOPE_KEYS: .+", "AGENCY_INDEX_KEY: .+"];
    expect(read).toThrow(new RegExp(`^The environment is incomplete:\\n  ${faults.join("\\n  ")}$`));
    expect(read).not.toThrow(/hidden|short/);
  });
});
