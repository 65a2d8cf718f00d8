import { mkdtempDisposable, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { openIdentity } from "../../gateway/identity/identity.ts";
import { readIssuers } from "../../gateway/identity/issuers.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { overseasOrganizations } from "../synthetic/overseas-organizations.ts";
import { secretariesAbroad } from "./secretaries-abroad.ts";
import { openTrial } from "./trial.ts";

const HOUR_MS = 3_600_000;
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
const unexpected = (line: string) => expect.unreachable(line);

afterEach(() => void vi.useRealTimers());

it("keeps a token for every persona that the gateway believes and nobody else can read", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "trial-"));
  using trial = await openTrial(folder.path, unexpected);
  const issuers = readIssuers(await readFile(trial.issuersFile, "utf8"));
  const identity = await openIdentity({ issuers, revocationsFile: null, log });
  for (const { name, organization } of [...personas, ...secretariesAbroad]) {
    const file = join(trial.tokensFolder, name);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const token = (await readFile(file, "utf8")).trim();
    const caller = await identity.identify(["authorization", `Bearer ${token}`]);
    expect([caller.subject, caller.organization]).toEqual([name, organization]);
  }
  identity.close();
});

it("has a secretary for each country with a committee of its own, and for none where a cell stands alone", () => {
  const named = new Map(secretariesAbroad.map(({ name, organization }) => [name, organization]));
  for (const [country, organizations] of overseasOrganizations) {
    const committee = organizations.find(({ cellKind }) => cellKind === null);
    expect([country, named.get(`overseas-secretary-${country}`)]).toEqual([country, committee?.id]);
  }
  expect(named.get("overseas-secretary-JP")).toBe(
    personas.find(({ name }) => name === "overseas-secretary")?.organization,
  );
  expect(named.size).toBeGreaterThan(50);
  expect(named.size).toBeLessThan(overseasOrganizations.size);
});

it("renews the tokens after half of their life, and not before", async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), "trial-"));
  vi.useFakeTimers({ toFake: ["Date", "setInterval", "clearInterval"] });
  using trial = await openTrial(folder.path, unexpected);
  const token = () => readFile(join(trial.tokensFolder, "nobody"), "utf8");
  const first = await token();
  vi.advanceTimersByTime(6 * HOUR_MS - 1);
  expect(await token()).toBe(first);
  vi.advanceTimersByTime(60_000);
  await vi.waitFor(async () => expect(await token()).not.toBe(first));
});
