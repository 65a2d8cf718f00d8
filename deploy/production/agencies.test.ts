import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readAgencyConfig } from "#kit/config.ts";
import { describe, expect, it } from "vitest";
import { readGatewayConfig } from "../../gateway/config.ts";

const textOf = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");
const read = (file: string) => JSON.parse(textOf(file));

describe("the agencies file for production", () => {
  it("leads every committee to the instance that deploy/committees.json names, and no other", () => {
    const committees: Record<string, readonly string[]> = read("../committees.json");
    const routes = Object.entries(committees).flatMap(([instance, codes]) => codes.map((code) => [code, instance]));
    expect(routes.length).toBeGreaterThan(30);
    expect(read("agencies.json")["provincial-committees"].routes).toEqual(Object.fromEntries(routes));
  });
});

const VARIABLE =
  /\b(?:HUB|GATEWAY|AUDIT|ORGANIZATION_COMMISSION|FOREIGN_MINISTRY|PROVINCIAL_COMMITTEES)_[A-Z_]+[A-Z]\b/g;
const namedIn = (text: string): ReadonlySet<string> => new Set(text.match(VARIABLE));
const told = namedIn(textOf("../../.env.example"));
const untold = (text: string) => [...namedIn(text)].filter((name) => !told.has(name));

/** The variables that `readFrom` asks its environment for. */
function askedBy(readFrom: (env: NodeJS.ProcessEnv) => unknown): readonly string[] {
  const asked = new Set<string>();
  const env = new Proxy<NodeJS.ProcessEnv>({}, { get: (_, name) => void asked.add(String(name)) });
  expect(() => readFrom(env)).toThrow();
  return [...asked];
}

describe("the files for production", () => {
  const units = readdirSync(new URL("systemd", import.meta.url)).map((unit) => `systemd/${unit}`);
  const files = ["compose.yaml", "kubernetes.yaml", "Dockerfile", "README.md", ...units];

  it.each([...files, "../config.ts", "../audit/config.ts"])(
    "name no variable in %s that .env.example does not tell of",
    (file) => {
      expect(untold(textOf(file))).toEqual([]);
    },
  );

  it("would be found to name a variable that nobody reads", () => {
    expect(untold("env: [{ name: GATEWAY_HOST }, { name: GATEWAY_ISUERS }]")).toEqual(["GATEWAY_ISUERS"]);
  });

  it("have in .env.example everything that the gateway and the agencies read", () => {
    const asked = [
      ...askedBy((env) => readGatewayConfig([], env)),
      ...askedBy((env) => readAgencyConfig("ORGANIZATION_COMMISSION", { secrets: ["indexKey"], env })),
      ...askedBy((env) => readAgencyConfig("FOREIGN_MINISTRY", { env })),
      ...askedBy((env) => readAgencyConfig("PROVINCIAL_COMMITTEES", { env })),
    ];
    expect(asked).toContain("GATEWAY_ISSUERS");
    expect(asked).toContain("FOREIGN_MINISTRY_ENVELOPE_KEYS");
    expect(asked.filter((name) => !told.has(name) && !name.endsWith("_INSECURE_CALLER"))).toEqual([]);
  });

  it("start programs that are there, in the image of this version", () => {
    const programs = files.flatMap(
      (file) => textOf(file).match(/\b(?:subgraphs|gateway|deploy)\/[\w/-]+\.ts\b/g) ?? [],
    );
    expect(programs.length).toBeGreaterThan(10);
    expect(programs.filter((program) => !existsSync(new URL(`../../${program}`, import.meta.url)))).toEqual([]);
    const images = [...textOf("kubernetes.yaml").matchAll(/image: inter-agency-hub:(\S+)/g)].map(([, tag]) => tag);
    expect(new Set(images)).toEqual(new Set([read("../../package.json").version]));
  });
});
