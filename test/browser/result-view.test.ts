import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, watchPage, type WatchedPage } from "../support/browser.ts";
import { answer, patience, run } from "./console-page.ts";
import { startSmallHub } from "./small-hub.ts";
import { readWorkbook } from "./workbook.ts";

let browser: Browser;
let hub: Awaited<ReturnType<typeof startSmallHub>>;
/** One for all, because opening the page takes longer than what is looked at; nothing here outlives a view. */
let visit: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  hub = await startSmallHub(fileURLToPath(new URL("../../node_modules/.cache/inter-agency-hub", import.meta.url)));
  await hub.isBuilt();
  visit = await watchPage(browser, hub.url);
});

afterAll(async () => {
  await browser?.close();
  await hub?.close();
});

/** Runs the second ready question, which answers a list, and shows it in another view. */
async function showList(page: Page, view: "Bảng" | "Biểu đồ") {
  await page.getByRole("button", { name: "JSON" }).click();
  await page.getByRole("button", { name: hub.operations[1]?.title.vi ?? "" }).click();
  await page.locator(".graphiql-tab-active", { hasText: "NewArrivals" }).waitFor();
  await run(page).click();
  await expect.poll(() => answer(page).textContent(), patience).toContain("oa_1");
  await page.getByRole("button", { name: view }).click();
}

const rows = (page: Page) =>
  page
    .locator(".hub-table tbody tr")
    .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent)));
const heads = (page: Page) => page.locator(".hub-table th").allTextContents();

describe("the result as a table", () => {
  it("shows the longest list with a column for each field", async () => {
    await showList(visit.page, "Bảng");
    expect(await heads(visit.page)).toEqual(["id", "country", "startedOn", "months", "member.fullName"]);
    expect((await rows(visit.page))[0]).toEqual(["oa_1", "Đức", "2024-09-15", "24", "Nguyễn Thị Ánh Tuyết"]);
    expect(visit.complaints).toEqual([]);
  });

  it("sorts by a click on a column's head, and the other way round by the next", async () => {
    await showList(visit.page, "Bảng");
    const months = async () => (await rows(visit.page)).map((row) => row[3]);
    await visit.page.getByRole("button", { name: "months" }).click();
    expect(await months()).toEqual(["6", "6", "24", ""]);
    await visit.page.getByRole("button", { name: "months" }).click();
    expect(await months()).toEqual(["24", "6", "6", ""]);
    expect(await visit.page.locator("th[aria-sort=descending]").textContent()).toBe("months");
  });

  it("saves the rows as CSV, in their order and with the mark that keeps the Vietnamese right", async () => {
    await showList(visit.page, "Bảng");
    await visit.page.getByRole("button", { name: "startedOn" }).click();
    const [download] = await Promise.all([
      visit.page.waitForEvent("download"),
      visit.page.getByRole("button", { name: "Tải CSV" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("assignments.nodes.csv");
    const [head, first] = readFileSync(await download.path(), "utf8").split("\r\n");
    expect(head).toBe("\uFEFFid,country,startedOn,months,member.fullName");
    expect(first).toBe("oa_2,Ấn Độ,2021-03-01,6,Nguyễn Thị Ánh Tuyết");
    expect(visit.complaints).toEqual([]);
  });

  it("reads one record downwards, as fields and values", async () => {
    await visit.page.getByRole("button", { name: hub.operations[0]?.title.vi ?? "" }).click();
    await visit.page.getByRole("button", { name: "Bảng", exact: true }).click();
    await visit.page.getByText("Bấm nút chạy (Ctrl+Enter) để xem kết quả ở đây.").waitFor();
    await run(visit.page).click();
    await expect.poll(() => heads(visit.page), patience).toEqual(["Trường", "Giá trị"]);
    expect(await rows(visit.page)).toContainEqual(["member.homeCommittee", "Thừa Thiên Huế"]);
  });
});

/** Runs the question of figures and shows them in a view. */
async function showFigures(page: Page, view: "Bảng" | "Biểu đồ") {
  await page.getByRole("button", { name: "JSON" }).click();
  await page.getByRole("button", { name: "Số liệu theo năm và tỉnh" }).click();
  await page.locator(".graphiql-tab-active", { hasText: "Figures" }).waitFor();
  await run(page).click();
  await expect.poll(() => answer(page).textContent(), patience).toContain("PTC-79");
  await page.getByRole("button", { name: view }).click();
}

describe("the result as a workbook", () => {
  it("holds the rows as they are sorted: numbers as numbers, and a text that looks like a formula as text", async () => {
    await showFigures(visit.page, "Bảng");
    await visit.page.getByRole("button", { name: "value" }).click();
    const [download] = await Promise.all([
      visit.page.waitForEvent("download"),
      visit.page.getByRole("button", { name: "Tải Excel" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("figures.xlsx");
    const { rows, hasFormulas } = readWorkbook(readFileSync(await download.path()));
    expect(rows[0]).toEqual(["year", "code", "label", "value", "isSuppressed"]);
    expect(rows[1]).toEqual([2023, "PTC-79", "=Thành phố Hồ Chí Minh", 30, false]);
    expect(rows.at(-1)).toEqual([2024, "PTC-96", "Cà Mau", null, true]);
    expect(hasFormulas).toBe(false);
    expect(visit.complaints).toEqual([]);
  });
});

describe("the result as a chart", () => {
  it("counts rows by group and says the figures to those who cannot see the bars", async () => {
    await showList(visit.page, "Biểu đồ");
    const chart = visit.page.getByRole("img", { name: "country" });
    expect(await chart.getAttribute("aria-label")).toBe("số dòng · country. Đức: 2; Ấn Độ: 1; Nhật Bản: 1");
    const [largest, second] = await chart.locator("rect").all();
    expect((await largest?.boundingBox())?.width).toBeGreaterThan(1.9 * ((await second?.boundingBox())?.width ?? 0));
    expect(visit.complaints).toEqual([]);
  });

  it("adds up another column by the years of a day when told so", async () => {
    await showList(visit.page, "Biểu đồ");
    await visit.page.getByLabel("Nhóm theo").selectOption({ label: "startedOn" });
    await visit.page.getByLabel("Giá trị").selectOption({ label: "months" });
    const chart = visit.page.getByRole("img", { name: "startedOn" });
    expect(await chart.getAttribute("aria-label")).toBe("months · startedOn. 2021: 6; 2024: 24; 2025: 6");
  });

  it("draws a line over the years for each group, and tells the figures", async () => {
    await showFigures(visit.page, "Biểu đồ");
    await visit.page.getByLabel("Kiểu").selectOption({ label: "Đường theo năm" });
    const chart = visit.page.getByRole("img", { name: "value" });
    expect(await chart.getAttribute("aria-label")).toBe(
      "value · year. PTC-01: 2023 40, 2024 60; PTC-79: 2023 30, 2024 50",
    );
    expect(await chart.locator("circle").count()).toBe(4);
    expect(visit.complaints).toEqual([]);
  });

  it("lays provinces out as tiles, the largest darkest, and marks what is withheld", async () => {
    await showFigures(visit.page, "Biểu đồ");
    await visit.page.getByLabel("Kiểu").selectOption({ label: "Bản đồ tỉnh, thành" });
    const map = visit.page.locator(".hub-tiles svg");
    expect(await map.locator("g").count()).toBe(34);
    const tile = (code: string) => map.locator(`[data-code=${code}]`);
    expect(await tile("PTC-01").locator("text").allTextContents()).toEqual(["Hà Nội", "100"]);
    expect(await tile("PTC-01").getAttribute("data-shade")).toBe("4");
    expect(await tile("PTC-96").locator("text").allTextContents()).toEqual(["Cà Mau", "không nêu"]);
    expect(await tile("PTC-48").locator("text").allTextContents()).toEqual(["Đà Nẵng", "–"]);
    expect(await map.getAttribute("aria-label")).toContain("Hà Nội: 100");
    expect(visit.complaints).toEqual([]);
  });
});
