import { readFileSync } from "node:fs";
import { errorCodes } from "#contract/errors.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, watchPage, type WatchedPage } from "../support/browser.ts";
import { startTestHub, type TestHub } from "../support/hub.ts";
import { takePicture } from "../support/picture.ts";
import { breachesOn } from "./accessibility.ts";
import { answer, patience, run, usable } from "./console-page.ts";
import { readWorkbook } from "./workbook.ts";

const departures = "Thống kê: lượt đảng viên ra nước ngoài theo năm và mục đích";

let browser: Browser;
let hub: TestHub;
let url: string;

beforeAll(async () => {
  browser = await launchBrowser();
  hub = await startTestHub({ hasConsole: true });
  url = new URL("/", hub.url).href;
});

afterAll(async () => {
  await browser?.close();
  await hub?.[Symbol.asyncDispose]();
});

/** The page as the Commission's analyst has it. */
async function asAnalyst(): Promise<WatchedPage> {
  const visit = await watchPage(browser, url);
  await usable(visit.page);
  await visit.page.getByLabel("Hỏi với tư cách").selectOption("commission-analyst");
  return visit;
}

const show = (page: Page, view: string) => page.getByRole("button", { name: view, exact: true }).click();

async function askForDepartures(page: Page): Promise<void> {
  await page.getByRole("button", { name: departures }).click();
  await page.locator(".graphiql-tab-active", { hasText: "DeparturesByYearAndPurpose" }).waitFor();
  await run(page).click();
  await expect.poll(() => answer(page).textContent(), patience).toContain("countedOn");
}

const cells = (page: Page) =>
  page
    .locator(".hub-table tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map(({ textContent }) => textContent)));

describe("an analyst's task", () => {
  it("goes from a ready question to table, chart and the same numbers in a workbook, by clicks alone", async () => {
    await using visit = await asAnalyst();
    const { page } = visit;
    await askForDepartures(page);
    await show(page, "Bảng");
    await takePicture(page, "console-table");
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Tải Excel" }).click(),
    ]);
    const { rows } = readWorkbook(readFileSync(await saved.path()));
    const shown = await cells(page);
    expect(shown.length).toBeGreaterThan(5);
    expect(rows.slice(1).map((row) => row.map((cell) => (cell === null ? "" : String(cell))))).toEqual(shown);
    const query = "{ statistics { departures(by: [YEAR, PURPOSE], first: 100) { nodes { value } } } }";
    const { data } = await hub.ask(query, {}, { persona: "commission-analyst", purpose: "STATISTICS" });
    const figures = (data as { statistics: { departures: { nodes: { value: number | null }[] } } }).statistics;
    const column = rows[0]?.indexOf("value") ?? -1;
    expect(rows.slice(1).map((row) => row[column] ?? null)).toEqual(figures.departures.nodes.map(({ value }) => value));

    await show(page, "Biểu đồ");
    await page.getByLabel("Kiểu").selectOption({ label: "Đường theo năm" });
    expect(await page.locator(".hub-lines circle").count()).toBeGreaterThan(5);
    await takePicture(page, "console-lines");
    expect(await breachesOn(page)).toEqual([]);
    expect(visit.complaints).toEqual([]);
    expect(visit.outsideRequests).toEqual([]);
  }, 60_000);

  it("is refused a name in words, and my rights say which scope is missing, not whether anybody exists", async () => {
    await using visit = await asAnalyst();
    const { page } = visit;
    await run(page).click();
    await expect.poll(() => answer(page).textContent(), patience).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    const panel = page.locator(".hub-result");
    expect(await panel.textContent()).toContain(errorCodes.UNAUTHORIZED_FIELD_OR_TYPE.vi);
    expect(await panel.textContent()).not.toMatch(/\bat .*:\d+/);
    await takePicture(page, "console-refusal");
    await show(page, "Quyền của tôi");
    const closed = panel.locator("tr[data-closed=true]");
    await expect.poll(() => closed.first().textContent(), patience).toContain("quyền (scope) member:read");
    await takePicture(page, "console-rights");
    expect(await breachesOn(page)).toEqual([]);
    expect(visit.complaints).toEqual([]);
  }, 60_000);

  it("shows what a question costs, and after it has run each step with its agency and time", async () => {
    await using visit = await asAnalyst();
    const { page } = visit;
    await askForDepartures(page);
    await show(page, "Chi phí và kế hoạch");
    const plan = page.locator(".hub-plan");
    await expect.poll(() => plan.textContent(), patience).toMatch(/Ước tính \/ giới hạn\d+/);
    expect(await plan.locator(".hub-steps").textContent()).toMatch(/Bước 1 · .* ms.*organization-commission .* msstatistics/);
    await takePicture(page, "console-plan");
    expect(await breachesOn(page)).toEqual([]);
    await show(page, "Sao chép");
    expect(await page.locator(".hub-code pre").allTextContents()).toEqual([
      expect.stringMatching(/^curl .*x-purpose: STATISTICS.*DeparturesByYearAndPurpose/s),
      expect.stringMatching(/^const response = await fetch\(.*DeparturesByYearAndPurpose/s),
    ]);
    expect(await page.locator(".hub-code").textContent()).not.toContain("eyJ");
    expect(await breachesOn(page)).toEqual([]);
  }, 60_000);

  it("works by keyboard and at twice the size of letters", async () => {
    await using visit = await asAnalyst();
    const { page } = visit;
    // A page of this size on a common screen is one enlarged to 200 %.
    await page.setViewportSize({ width: 720, height: 450 });
    const question = page.getByRole("button", { name: departures });
    await question.focus();
    await page.keyboard.press("Enter");
    await page.locator(".graphiql-tab-active", { hasText: "DeparturesByYearAndPurpose" }).waitFor();
    await run(page).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => answer(page).textContent(), patience).toContain("countedOn");
    await page.getByRole("button", { name: "Bảng", exact: true }).focus();
    await page.keyboard.press("Space");
    const table = page.locator(".hub-table");
    await table.scrollIntoViewIfNeeded();
    const box = await table.boundingBox();
    expect(box?.width).toBeGreaterThan(250);
    expect(box?.height).toBeGreaterThan(100);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(720);
  }, 60_000);
});
