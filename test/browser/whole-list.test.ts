import { readFileSync } from "node:fs";
import { mkdir, mkdtempDisposable, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startMockHub, type MockHub } from "../../deploy/mock/mock-hub.ts";
import { launchBrowser, watchPage, type WatchedPage } from "../support/browser.ts";
import { takePictures } from "../support/picture.ts";
import { breachesOn } from "./accessibility.ts";
import { answer, patience, queryEditor, run, usable } from "./console-page.ts";

const ROWS = 830;
const cache = fileURLToPath(new URL("../../node_modules/.cache/inter-agency-hub/console", import.meta.url));
const resources = new AsyncDisposableStack();
let browser: Browser;
let hub: MockHub;
/** The page with the list, one for both: what the first has saved is no part of what the second looks at. */
let visit: WatchedPage;

beforeAll(async () => {
  const folder = resources.use(await mkdtempDisposable(join(tmpdir(), "hub-whole-"))).path;
  // The page is built once for all tests.
  await mkdir(cache, { recursive: true });
  await symlink(cache, join(folder, "console"));
  hub = resources.use(await startMockHub({ port: 0, seed: 1, listLength: ROWS, away: [], folder }));
  browser = await launchBrowser();
  resources.defer(() => browser.close());
  visit = await watchPage(browser, new URL("/", hub.url).href);
  await showTransfers(visit.page);
}, 60_000);
afterAll(() => resources.disposeAsync());

async function showTransfers(page: Page): Promise<void> {
  await usable(page);
  await page.getByRole("button", { name: "Hồ sơ chuyển sinh hoạt đảng đang mở" }).click();
  await queryEditor(page).filter({ hasText: "OpenTransfers" }).waitFor(patience);
  await run(page).click();
  await answer(page).filter({ hasText: "totalCount" }).waitFor(patience);
  await page.getByRole("button", { name: "Bảng", exact: true }).click();
}
const wholeList = (page: Page) => page.getByRole("button", { name: "Tải toàn bộ danh sách (CSV)" });

describe("the whole of a long list", () => {
  it("is saved as one file, also when the connection is lost on the way", async () => {
    let losses = 0;
    await visit.page.route("**/graphql/export", async (route) => {
      if (losses++ > 0) return route.continue();
      const response = await route.fetch();
      const lines = (await response.text()).split("\n");
      await route.fulfill({ response, body: `${lines.slice(0, 3).join("\n")}\n` });
    });
    const [download] = await Promise.all([
      visit.page.waitForEvent("download", patience),
      wholeList(visit.page).click(),
    ]);
    await visit.page.getByText("Đã tải xong.").waitFor();
    expect(losses).toBe(2);
    const [head, ...lines] = readFileSync(await download.path(), "utf8")
      .trimEnd()
      .split("\r\n");
    expect(head).toMatch(/^\uFEFFid,kind,state,requestedOn,member\.id,/);
    expect(lines).toHaveLength(ROWS);
    expect(new Set(lines.map((line) => line.split(",")[0])).size).toBe(ROWS);
    await takePictures(visit.page, "whole-list");
  }, 90_000);

  it("shows how far it is, and ends where its reader has enough", async () => {
    await visit.page.unroute("**/graphql/export");
    await visit.page.route("**/graphql/export", () => undefined);
    await wholeList(visit.page).click();
    await visit.page.getByRole("progressbar", { name: "Đang tải danh sách" }).waitFor();
    expect(await breachesOn(visit.page, ".hub-result")).toEqual([]);
    await visit.page.emulateMedia({ colorScheme: "dark" });
    await visit.page.getByRole("button", { name: "English" }).click();
    await visit.page.getByRole("progressbar", { name: "Downloading the list" }).waitFor();
    expect(await breachesOn(visit.page, ".hub-result")).toEqual([]);
    await visit.page.getByRole("button", { name: "Tiếng Việt" }).click();
    await visit.page.getByRole("button", { name: "Hủy" }).click();
    await visit.page.getByText("Đã hủy tải.").waitFor();
  }, 60_000);
});
