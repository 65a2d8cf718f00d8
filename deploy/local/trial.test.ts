import { mkdtempDisposable, readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { openIdentity } from "../../gateway/identity/identity.ts";
import { readIssuers } from "../../gateway/identity/issuers.ts";
import { personas } from "../../gateway/identity/personas.ts";
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
  for (const { name } of personas) {
    const file = join(trial.tokensFolder, name);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const token = (await readFile(file, "utf8")).trim();
    expect((await identity.identify(["authorization", `Bearer ${token}`])).subject).toBe(name);
  }
  identity.close();
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
