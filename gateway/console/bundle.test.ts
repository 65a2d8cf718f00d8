import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { describe, expect, it, onTestFinished } from "vitest";
import { bundleConsole } from "./bundle.ts";

function emptyFolder() {
  const folder = mkdtempSync(`${tmpdir()}/bundle-`);
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

describe("the bundle", () => {
  it("leaves nothing behind when the hub is stopped meanwhile", async () => {
    const folder = emptyFolder();
    const stopped = new AbortController();
    const bundling = bundleConsole(`${folder}/page`, stopped.signal);
    const unfinished = expect.stringContaining(".unfinished-");
    await expect.poll(() => readdirSync(folder), { timeout: 15_000 }).toEqual([unfinished]);
    stopped.abort();
    await expect(bundling).rejects.toThrow("aborted");
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });

  it("is not made again when it is there", async () => {
    const folder = emptyFolder();
    mkdirSync(`${folder}/page`);
    await bundleConsole(`${folder}/page`, new AbortController().signal);
    expect(readdirSync(`${folder}/page`)).toEqual([]);
  });
});
