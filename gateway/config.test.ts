import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { temporaryFile } from "../test/support/agencies.ts";
import { readGatewayConfig } from "./config.ts";
import { LOCAL_ISSUER } from "./identity/local-issuer.ts";

const committees = fileURLToPath(new URL("agencies.ts", import.meta.url));

describe("the gateway's settings", () => {
  it("name any supergraph on request, at the addresses written in it and without a console", () => {
    const config = readGatewayConfig(["--supergraph", "any.graphql", "--insecure", "--port", "4100"], {});
    expect(config).toEqual({
      host: "127.0.0.1",
      port: 4100,
      trustedProxies: [],
      supergraphFile: "any.graphql",
      agencies: {},
      timeoutsMs: {},
      logLevel: "warn",
      isInsecure: true,
      dataFolder: null,
      engine: "hub",
      issuers: null,
      revocationsFile: null,
      audit: null,
      documents: { otherwise: "enforce", byOrganization: new Map() },
      trialTokens: null,
      isSynthetic: false,
      envelopeKeys: new Map(),
      budgets: null,
      databaseUrl: null,
    });
  });

  it("hold an agency's own time budget by its name", () => {
    const config = readGatewayConfig(["--supergraph", "a", "--insecure"], {
      GATEWAY_FOREIGN_MINISTRY_TIMEOUT_MS: "900",
    });
    expect(config.timeoutsMs).toEqual({ "foreign-ministry": 900 });
    expect(config.port).toBe(4000);
  });

  it("take an empty variable as absent, whichever it is, and an empty option as none", async () => {
    await using file = await temporaryFile("agencies.json", "{}");
    const read = (argv: readonly string[], env: NodeJS.ProcessEnv) =>
      readGatewayConfig(argv, { GATEWAY_AGENCIES: file.path, ...env });
    const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
    const names = [...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name = ""]) => name);
    expect(names).toEqual(expect.arrayContaining(["HUB_PORT", "GATEWAY_LOG_LEVEL", "GATEWAY_TRIAL_TOKENS"]));
    for (const name of names.filter((each) => each !== "GATEWAY_AGENCIES"))
      for (const empty of ["", " "]) expect([name, read([], { [name]: empty })]).toEqual([name, read([], {})]);
    expect(() => read([], { GATEWAY_AGENCIES: "" })).toThrow("GATEWAY_AGENCIES: must name a JSON file");
    expect(() => read(["--port", ""], {})).toThrow("--port: must be a number");
    expect(read([], { HUB_PORT: "0" }).port).toBe(0);
  });

  it("are refused with every mistake in one report", () => {
    const read = () =>
      readGatewayConfig([], {
        HUB_PORT: "high",
        GATEWAY_AGENCIES: committees,
        GATEWAY_A_TIMEOUT_MS: "6000",
        GATEWAY_LOG_LEVEL: "loud",
        AUDIT_LOG_NAME: "hub audit",
        AUDIT_CHECKPOINT_SECONDS: "0",
      });
    const report = [
      "The gateway cannot start:",
      "HUB_PORT: Invalid input: expected number, received NaN",
      "GATEWAY_AGENCIES: the file is not JSON",
      "GATEWAY_A_TIMEOUT_MS: Too big.*5000",
      "GATEWAY_LOG_LEVEL: Invalid option.*",
      "AUDIT_LOG_NAME: must be without spaces and plus signs",
      "AUDIT_CHECKPOINT_SECONDS: Too small.*",
    ];
    expect(read).toThrow(new RegExp(`^${report.join("\n {2}")}`));
  });

  it("do not serve a supergraph of its own without saying that nobody is asked who they are", () => {
    expect(() => readGatewayConfig(["--supergraph", "any.graphql"], {})).toThrow(
      "--insecure must say that this is meant",
    );
  });

  it("do not let issuers stand beside an engine that enforces nothing, or beside tokens for everybody", async () => {
    const issuer = {
      issuer: "urn:issuer",
      audience: "urn:hub",
      keys: { url: "https://issuer.example/keys" },
      grants: { organizations: ["PTC-79"], committees: [], scopes: [], purposes: [], canNameMembers: false },
    };
    await using file = await temporaryFile("issuers.json", JSON.stringify([issuer]));
    const read = () =>
      readGatewayConfig(["--supergraph", "a", "--insecure"], {
        GATEWAY_ISSUERS: file.path,
        GATEWAY_TRIAL_TOKENS: "tokens",
        HUB_ENGINE: "reference",
      });
    expect(read).toThrow("GATEWAY_TRIAL_TOKENS: tokens are handed out in a trial only");
    expect(read).toThrow("HUB_ENGINE: the reference engine enforces no rights");
  });

  it("bind to loopback unless told, and elsewhere only where every caller must say who they are", async () => {
    const issuer = (name: string) => ({
      issuer: name,
      audience: "urn:hub",
      keys: { url: "https://issuer.example/keys" },
      grants: { organizations: ["PTC-79"], committees: [], scopes: [], purposes: [], canNameMembers: false },
    });
    await using agencies = await temporaryFile("agencies.json", "{}");
    await using real = await temporaryFile("issuers.json", JSON.stringify([issuer("urn:issuer")]));
    await using mixed = await temporaryFile("issuers.json", JSON.stringify([issuer("urn:a"), issuer(LOCAL_ISSUER)]));
    const read = (argv: readonly string[], env: NodeJS.ProcessEnv) =>
      readGatewayConfig(argv, { GATEWAY_AGENCIES: agencies.path, GATEWAY_HOST: "0.0.0.0", ...env }).host;
    expect(read([], { GATEWAY_ISSUERS: real.path })).toBe("0.0.0.0");
    expect(read([], { GATEWAY_ISSUERS: real.path, GATEWAY_HOST: "" })).toBe("127.0.0.1");
    for (const host of ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
      expect(read(["--supergraph", "a", "--insecure"], { GATEWAY_HOST: host })).toBe(host);
    expect(() => read([], {})).toThrow("GATEWAY_HOST: 0.0.0.0 can be reached from other machines, and nobody is asked");
    expect(() => read(["--insecure"], { GATEWAY_ISSUERS: real.path })).toThrow("and nobody is asked who they are");
    for (const host of ["::", "10.0.0.1", "127.0.0.1.example", "hub"])
      expect(() => read([], { GATEWAY_HOST: host })).toThrow(`GATEWAY_HOST: ${host} can be reached`);
    expect(() => read([], { GATEWAY_ISSUERS: mixed.path })).toThrow("the personas of a trial are for this one");
    expect(() => read([], { GATEWAY_HOST: "0.0.0.0:4000/x" })).toThrow("GATEWAY_HOST: must be an address or a name");
  });

  it("believe no proxy about a caller's address unless it is named, and never everybody", () => {
    const read = (list: string) =>
      readGatewayConfig(["--supergraph", "a", "--insecure"], { GATEWAY_TRUSTED_PROXIES: list }).trustedProxies;
    expect(read("")).toEqual([]);
    expect(read("10.1.2.3, fd00::/8,192.0.2.0/24")).toEqual(["10.1.2.3", "fd00::/8", "192.0.2.0/24"]);
    for (const list of ["loopback", "1", "true", "proxy.example", "10.0.0.0/33", "10.1.2.3,", "10.1.2", "::1%eth0"])
      expect(() => read(list)).toThrow("GATEWAY_TRUSTED_PROXIES: must hold addresses and networks");
    for (const list of ["0.0.0.0/0", "::/0"]) expect(() => read(list)).toThrow("must not trust everybody");
  });

  it("say where accesses to personal data are written down, in the data folder unless told", async () => {
    await using file = await temporaryFile("agencies.json", "{}");
    const read = (env: NodeJS.ProcessEnv) => readGatewayConfig([], { GATEWAY_AGENCIES: file.path, ...env }).audit;
    expect(read({ HUB_DATA_DIR: "/srv/hub" })).toEqual({
      name: "hub/audit",
      folder: "/srv/hub/audit",
      keysFolder: "/srv/hub/audit-keys",
      checkpointMs: 60_000,
    });
    expect(
      read({ AUDIT_LOG_NAME: "hub/2", AUDIT_FOLDER: "/a", AUDIT_KEYS_FOLDER: "/k", AUDIT_CHECKPOINT_SECONDS: "5" }),
    ).toEqual({
      name: "hub/2",
      folder: "/a",
      keysFolder: "/k",
      checkpointMs: 5_000,
    });
    expect(read({ HUB_ENGINE: "reference" })).toBeNull();
  });

  it("let the console call the data made up in a trial, and elsewhere only when told", () => {
    const read = (env: NodeJS.ProcessEnv) => readGatewayConfig(["--supergraph", "a", "--insecure"], env).isSynthetic;
    expect(read({})).toBe(false);
    expect(read({ GATEWAY_SYNTHETIC_DATA: "true" })).toBe(true);
    expect(() => read({ GATEWAY_SYNTHETIC_DATA: "perhaps" })).toThrow("GATEWAY_SYNTHETIC_DATA: Invalid option");
  });

  it("need to know where the agencies of the hub are", () => {
    expect(() => readGatewayConfig([], {})).toThrow("GATEWAY_AGENCIES: must name a JSON file");
  });

  it("do not pass over an option that is not known", () => {
    expect(() => readGatewayConfig(["--secure"], {})).toThrow("Unknown option '--secure'");
  });
});
