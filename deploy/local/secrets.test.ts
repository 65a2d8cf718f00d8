import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readEnvelopeKeys } from "#contract/envelope-keys.ts";
import { drawEnvelopeKeys, ensureSecrets } from "./secrets.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-secrets-"));
});

afterEach(() => rm(folder, { recursive: true }));

describe("the secrets of a data folder", () => {
  it("are found again, with new ones only for new databases", async () => {
    const first = await ensureSecrets(folder, ["a"], null);
    const second = await ensureSecrets(folder, ["a", "b"], null);
    expect(second.credentials["a"]).toEqual(first.credentials["a"]);
    expect(second.indexKey).toBe(first.indexKey);
    expect(second.credentials["b"]?.service).not.toBe(first.credentials["a"]?.service);
  });

  it("may be read by their owner only, even if a file with open doors stood there", async () => {
    await writeFile(join(folder, "credentials.json"), "{}", { mode: 0o644 });
    await ensureSecrets(folder, ["a"], null);
    expect((await stat(join(folder, "credentials.json"))).mode & 0o777).toBe(0o600);
  });

  it("take the index key of the operator, and keep it", async () => {
    await ensureSecrets(folder, [], "chosen by the operator");
    expect((await ensureSecrets(folder, [], null)).indexKey).toBe("chosen by the operator");
  });

  it("are written by several commands at once", async () => {
    await ensureSecrets(folder, ["a"], null);
    const [one, ...others] = await Promise.all(Array.from({ length: 8 }, () => ensureSecrets(folder, ["a"], null)));
    for (const other of others) expect(other).toEqual(one);
    expect(await readdir(folder)).toEqual(["credentials.json"]);
  });

  it("are not replaced when the file cannot be understood", async () => {
    await writeFile(join(folder, "credentials.json"), "{ not json");
    await expect(ensureSecrets(folder, ["a"], null)).rejects.toThrow(/credentials\.json/);
  });
});

describe("the keys between gateway and agencies", () => {
  it("are others for each process and each start, as both sides read them", async () => {
    const first = await drawEnvelopeKeys(folder, ["a", "b/north"]);
    const second = await drawEnvelopeKeys(folder, ["a", "b/north"]);
    const all = [first, second].flatMap(({ keys }) => Object.values(keys));
    expect(new Set(all).size).toBe(4);
    expect(all.map((text) => readEnvelopeKeys(text)).length).toBe(4);
    expect(JSON.parse(await readFile(second.file, "utf8"))).toEqual(second.keys);
  });

  it("may be read by their owner only", async () => {
    const { file } = await drawEnvelopeKeys(folder, ["a"]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
