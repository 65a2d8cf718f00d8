import { readFileSync } from "node:fs";
import { errorCodes } from "#contract/errors.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stories } from "../../deploy/synthetic/stories.ts";
import { launchBrowser, watchPage, type WatchedPage } from "../support/browser.ts";
import { startTestHub, type TestHub } from "../support/hub.ts";
import { takePictures } from "../support/picture.ts";
import { breachesOn } from "./accessibility.ts";
import { labels } from "../../gateway/console/page/labels.ts";
import { answer, patience, queryEditor, run, usable } from "./console-page.ts";
import { lostSideways, reach } from "./reach.ts";
import { readWorkbook } from "./workbook.ts";

const departures = "Thống kê: lượt đảng viên ra nước ngoài theo năm và mục đích";
const byProvince = "Thống kê: lượt ra nước ngoài theo cấp ủy";

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
  await show(page, "JSON");
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
  /** One page for all, because opening it takes longer than much of what is looked at. */
  let visit: WatchedPage;
  beforeAll(async () => void (visit = await asAnalyst()));

  it("is refused a name in words, and my rights say which scope is missing, not whether anybody exists", async () => {
    const { page } = visit;
    await run(page).click();
    await expect.poll(() => answer(page).textContent(), patience).toContain("UNAUTHORIZED_FIELD_OR_TYPE");
    const panel = page.locator(".hub-result");
    expect(await panel.textContent()).toContain(errorCodes.UNAUTHORIZED_FIELD_OR_TYPE.vi);
    expect(await panel.textContent()).not.toMatch(/\bat .*:\d+/);
    await takePictures(page, "console-refusal");
    await show(page, "Quyền của tôi");
    const closed = panel.locator("tr[data-closed=true]");
    await expect.poll(() => closed.first().textContent(), patience).toContain("quyền (scope) member:read");
    await takePictures(page, "console-rights");
    expect(visit.complaints).toEqual([]);
  }, 60_000);

  it("shows what a question costs, and after it has run each step with its agency and time", async () => {
    const { page } = visit;
    await askForDepartures(page);
    await show(page, "Chi phí và kế hoạch");
    const plan = page.locator(".hub-plan");
    await expect.poll(() => plan.textContent(), patience).toMatch(/Ước tính \/ giới hạn\d+/);
    expect(await plan.locator(".hub-steps").textContent()).toMatch(
      /Bước 1 · .* ms.*organization-commission .* msstatistics/,
    );
    await takePictures(page, "console-plan");
    await show(page, "Sao chép");
    expect(await page.locator(".hub-code pre").allTextContents()).toEqual([
      expect.stringMatching(/^curl .*x-purpose: STATISTICS.*DeparturesByYearAndPurpose/s),
      expect.stringMatching(/^const response = await fetch\(.*DeparturesByYearAndPurpose/s),
    ]);
    expect(await page.locator(".hub-code").textContent()).not.toContain("eyJ");
  }, 60_000);

  it("goes from a ready question to table, chart and the same numbers in a workbook, by clicks alone", async () => {
    const { page } = visit;
    await askForDepartures(page);
    await show(page, "Bảng");
    await takePictures(page, "console-table");
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
    await takePictures(page, "console-lines");
    await askByProvince(page);
    await show(page, "Biểu đồ");
    await page.getByLabel("Kiểu").selectOption({ label: "Bản đồ tỉnh, thành" });
    const province = (name: string) => page.locator(".hub-tiles g", { has: page.getByText(name, { exact: true }) });
    expect(await page.locator(".hub-tiles g").count()).toBe(63);
    expect(await province("Hà Giang").locator("text").last().textContent()).toBe("không nêu");
    expect(Number(await province("Hà Nội").locator("text").last().textContent())).toBeGreaterThan(5);
    await page.locator(".graphiql-editor-tool .graphiql-editor:not(.hidden) .view-lines").click();
    await page.keyboard.press("Control+A");
    // The editor closes the brace itself.
    await page.keyboard.insertText('{ "first": 100 ');
    await show(page, "JSON");
    await run(page).click();
    await expect.poll(() => answer(page).textContent(), patience).toContain("PTC-79");
    await show(page, "Biểu đồ");
    await page.getByLabel("Kiểu").selectOption({ label: "Bản đồ tỉnh, thành" });
    expect(await page.locator(".hub-tiles g").count()).toBe(34);
    await page.getByRole("button", { name: "Hide Câu hỏi sẵn" }).click();
    await page.setViewportSize({ width: 1440, height: 1080 });
    await takePictures(page, "console-map");
    expect(visit.complaints).toEqual([]);
    expect(visit.outsideRequests).toEqual([]);
  }, 90_000);
});

async function askByProvince(page: Page): Promise<void> {
  await show(page, "JSON");
  await page.getByRole("button", { name: byProvince }).click();
  await page.locator(".graphiql-tab-active", { hasText: "DeparturesByProvince" }).waitFor();
  await run(page).click();
  await expect.poll(() => answer(page).textContent(), patience).toContain("countedOn");
}

/** GraphiQL's side panels by what opens them. */
const panels = ["Show Bản đồ lược đồ", "Show History", "Show Documentation Explorer"];

describe("an analyst who sees little, or has no mouse", () => {
  // What is dark or light does not depend on the language, nor names on the theme: two of the four pairs tell all.
  it("is shown what comes later in the same answer, beside the rest", async () => {
    await using visit = await watchPage(browser, url);
    const { page } = visit;
    await usable(page);
    await page.getByLabel("Hỏi với tư cách").selectOption("province-clerk");
    const [now, later] = ["homeRecord { name { full } }", "currentAssignment { country { code } }"];
    await page.getByRole("button", { name: "New tab" }).click();
    await queryEditor(page).click();
    await page.keyboard.insertText(`{ member(id: "${stories.memberAbroad}") { ${now} ... @defer { ${later} } } }`);
    const [response] = await Promise.all([
      page.waitForResponse((it) => it.request().headers()["accept"]?.includes("multipart/mixed") === true),
      run(page).click(),
    ]);
    expect(response.headers()["content-type"]).toContain("multipart/mixed");
    await expect.poll(() => answer(page).textContent(), patience).toMatch(/"full".*"currentAssignment".*"JP"/s);
    expect(await page.locator(".graphiql-query-editor .squiggly-error").count()).toBe(0);
    expect(visit.complaints).toEqual([]);
  }, 60_000);

  it("meets no barrier in any view, in Vietnamese and light, in English and dark", async () => {
    await using visit = await asAnalyst();
    const { page } = visit;
    const breaches: string[] = [];
    const look = async (part: string, at: string) =>
      breaches.push(...(await breachesOn(page, part)).map((breach) => `${at}: ${breach}`));
    await page.locator(".hub-closed summary").click();
    await askForDepartures(page);
    await askByProvince(page);
    for (const [language, colorScheme] of [
      ["vi", "light"],
      ["en", "dark"],
    ] as const) {
      const says = (label: keyof typeof labels) => labels[label][language];
      await page.emulateMedia({ colorScheme });
      if (language === "en") await page.getByRole("button", { name: "English" }).click();
      await look("html", `${language}, the page with its ready questions`);
      for (const view of ["table", "chart", "rights", "plan", "code"] as const) {
        await show(page, says(view));
        if (view === "rights") await page.locator(".hub-rights td").first().waitFor();
        await look(".hub-result", `${language} ${view}`);
      }
      await show(page, says("chart"));
      await page.getByLabel(says("kindOfChart")).selectOption("map");
      await look(".hub-tiles", `${language} map`);
      await page.getByRole("button", { name: /DeparturesByYearAndPurpose/ }).click();
      await page.getByLabel(says("kindOfChart")).selectOption("lines");
      await look(".hub-lines", `${language} lines`);
      for (const panel of panels) {
        await page.getByRole("button", { name: panel }).click();
        await look(".graphiql-plugin", `${language} ${panel}`);
      }
      await page.getByLabel(says("askAs")).selectOption("");
      await look("header", `${language}, signing in by a token`);
      await page.getByLabel(says("askAs")).selectOption("commission-analyst");
      await page.getByRole("button", { name: labels.readyQuestions.vi }).click();
      await page.getByRole("button", { name: /DeparturesByProvince/ }).click();
    }
    expect(breaches).toEqual([]);
  }, 90_000);

  it("goes from signing in to an export and to my rights by keys alone, and sees where they are", async () => {
    await using visit = await watchPage(browser, url);
    const { page } = visit;
    await usable(page);
    await reach(page, "Hỏi với tư cách");
    const persona = page.getByLabel("Hỏi với tư cách");
    while ((await persona.inputValue()) !== "commission-analyst") await page.keyboard.press("ArrowDown");
    await reach(page, departures);
    await page.keyboard.press("Enter");
    await page.locator(".graphiql-tab-active", { hasText: "DeparturesByYearAndPurpose" }).waitFor();
    // On the way lie the editors, which Tab must leave again as they were.
    await reach(page, "Execute query");
    await page.keyboard.press("Enter");
    await expect.poll(() => answer(page).textContent(), patience).toContain("countedOn");
    await reach(page, "Bảng");
    await page.keyboard.press("Space");
    await reach(page, "value");
    await page.keyboard.press("Enter");
    expect(await page.locator("th[aria-sort=ascending]").textContent()).toBe("value");
    await reach(page, "Tải CSV", "Shift+Tab");
    const [saved] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    expect(saved.suggestedFilename()).toBe("statistics.departures.nodes.csv");
    await reach(page, "Quyền của tôi", "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.getByText("13 trường được xem").waitFor();
    for (const feature of ["Chi phí và kế hoạch", "Sao chép", "English", ...panels.slice(0, 2)])
      await reach(page, feature);
    expect(visit.complaints).toEqual([]);
  }, 90_000);

  it("loses nothing at 200 %: the parts stand below each other and the page scrolls downwards alone", async () => {
    await using visit = await asAnalyst();
    const { page } = visit;
    await askForDepartures(page);
    const top = async (part: string) => (await page.locator(part).boundingBox())?.y ?? Number.NaN;
    expect(await top(".graphiql-response")).toBeLessThan(await top(".graphiql-editor-tools"));
    // What a screen of 1280 by 720 points shows when it is enlarged to 200 %.
    await page.setViewportSize({ width: 640, height: 360 });
    const lost: string[] = [];
    for (const language of ["vi", "en"] as const) {
      if (language === "en") await page.getByRole("button", { name: "English" }).click();
      for (const view of ["json", "table", "chart", "rights", "plan", "code"] as const) {
        await show(page, labels[view][language]);
        lost.push(...(await lostSideways(page)).map((element) => `${view}: ${element}`));
      }
    }
    expect(lost).toEqual([]);
    expect(await top(".graphiql-response")).toBeGreaterThan(await top(".graphiql-editor-tool"));
    // Also where the pointer is over an editor.
    await page.locator(".graphiql-editor-tool").scrollIntoViewIfNeeded();
    await page.locator(".graphiql-editor-tool").hover();
    const before = await page.evaluate("scrollY");
    await page.mouse.wheel(0, 200);
    await expect.poll(() => page.evaluate("scrollY"), patience).toBeGreaterThan(Number(before));
  }, 90_000);
});
