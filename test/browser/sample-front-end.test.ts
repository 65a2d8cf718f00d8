import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startMockHub } from "../../deploy/mock/mock-hub.ts";
import { launchBrowser, watchPage } from "../support/browser.ts";
import { breachesOn } from "./accessibility.ts";
import { patience } from "./console-page.ts";
import { takePicture } from "../support/picture.ts";

const server = fileURLToPath(new URL("../../docs/examples/clerk/server.mjs", import.meta.url));
const resources = new AsyncDisposableStack();
let browser: Browser;
/** Before a hub whose agencies are all there. */
let url: string;

beforeAll(async () => {
  browser = await launchBrowser();
  resources.defer(() => browser.close());
  url = await startSample([]);
});
afterAll(() => resources.disposeAsync());

/** The sample front-end before a mock of the hub; answers its address. */
async function startSample(away: readonly string[]): Promise<string> {
  const folder = resources.use(await mkdtempDisposable(join(tmpdir(), "hub-sample-"))).path;
  const hub = resources.use(await startMockHub({ port: 0, seed: 1, listLength: 137, away, folder }));
  const child: ChildProcess = spawn(process.execPath, [server], {
    env: { HUB_URL: hub.url, HUB_TOKEN_FILE: join(hub.tokensFolder, "province-clerk"), PORT: "0" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  resources.defer(async () => {
    child.kill();
    if (child.exitCode === null) await once(child, "exit");
  });
  const [line] = (await once(child.stdout as NodeJS.ReadableStream, "data")) as [Buffer];
  return line.toString().trim();
}

describe("the sample front-end", () => {
  it("shows a clerk what is to be done, and a member's dossier on a click", async () => {
    await using visit = await watchPage(browser, url);
    const rows = visit.page.locator("#list tr");
    await expect.poll(() => rows.count(), patience).toBe(20);
    await visit.page.getByRole("button", { name: "Xem thêm" }).click();
    await expect.poll(() => rows.count(), patience).toBe(40);
    const person = rows.getByRole("button").filter({ hasNotText: "—" }).first();
    const name = await person.textContent();
    await person.click();
    await expect.poll(() => visit.page.locator("#dossier dd").first().textContent(), patience).toBe(name);
    expect(visit.outsideRequests).toEqual([]);
    expect(visit.complaints).toEqual([]);
    await takePicture(visit.page, "sample-front-end");
    for (const colorScheme of ["light", "dark"] as const) {
      await visit.page.emulateMedia({ colorScheme });
      expect(await breachesOn(visit.page)).toEqual([]);
    }
  });

  it("keeps what it has and says in words what is missing while an agency is away", async () => {
    await using visit = await watchPage(browser, await startSample(["foreign-ministry"]));
    await visit.page.locator("#list button").filter({ hasNotText: "—" }).first().click();
    await expect.poll(() => visit.page.getByRole("alert").textContent(), patience).toContain("AGENCY_UNREACHABLE");
    expect(await visit.page.locator("#dossier dd").first().textContent()).not.toBe("—");
  });

  it("passes on registered operations only", async () => {
    const body = JSON.stringify({ operation: "constructor", variables: {} });
    expect((await fetch(new URL("/ask", url), { method: "POST", body })).status).toBe(404);
  });
});
