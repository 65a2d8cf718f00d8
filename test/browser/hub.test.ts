import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, watchPage, type WatchedPage } from "../support/browser.ts";
import { startTrialGateway, type TrialGateway } from "../support/trial-gateway.ts";
import { takePictures } from "../support/picture.ts";
import { answer, patience, queryEditor, run, usable } from "./console-page.ts";

let browser: Browser;
let gateway: TrialGateway;
let url: string;

beforeAll(async () => {
  browser = await launchBrowser();
  gateway = await startTrialGateway();
  url = new URL("/", gateway.url).href;
});

afterAll(async () => {
  await browser?.close();
  await gateway?.[Symbol.asyncDispose]();
});

const mistakes = (page: Page) => page.locator(".graphiql-query-editor .squiggly-error");

describe("the console of the hub", () => {
  // At once, because each of them mostly waits for mistakes that do not come.
  it.concurrent.for([
    ["the clerk of a province", "Cán bộ Thành ủy TP. Hồ Chí Minh", 8],
    ["an analyst", "Chuyên viên phân tích Ban Tổ chức Trung ương", 5],
  ] as const)(
    "underlines nothing of what it offers %s",
    { timeout: 90_000 },
    async ([, persona, least], { expect }) => {
      await using visit = await watchPage(browser, url);
      const { page } = visit;
      await usable(page);
      await page.getByLabel("Hỏi với tư cách").selectOption({ label: persona });
      const offered = page.locator(".hub-questions ol button");
      await expect.poll(() => offered.count(), patience).toBeGreaterThanOrEqual(least);
      const underlined: string[] = [];
      for (const question of (await offered.all()).slice(0, 6)) {
        await question.click();
        await expect.poll(() => question.getAttribute("aria-current"), patience).toBe("true");
        await page.waitForTimeout(1_000); // The worker underlines mistakes half a second after the last change.
        if ((await mistakes(page).count()) > 0) underlined.push((await question.locator("span").textContent()) ?? "");
      }
      expect(underlined).toEqual([]);
      expect(visit.complaints).toEqual([]);
      expect(visit.outsideRequests).toEqual([]);
    },
  );
});

describe("a page of the console of the hub", () => {
  /** One for all, because opening the page takes longer than what is looked at. */
  let visit: WatchedPage;
  beforeAll(async () => void (visit = await watchPage(browser, url)));

  it("asks for the graph in the language of the page, again when another one is chosen", async () => {
    const { page } = visit;
    const asked: (string | undefined)[] = [];
    page.on("request", (request) => {
      if (request.postData()?.includes("__schema")) asked.push(request.headers()["accept-language"]);
    });
    await page.reload();
    await usable(page);
    await expect.poll(() => asked.at(-1), patience).toBe("vi");
    await page.getByRole("button", { name: "English" }).click();
    await expect.poll(() => asked.at(-1), patience).toBe("en");
    await page.getByRole("button", { name: "Tiếng Việt" }).click();
    await expect.poll(() => asked.at(-1), patience).toBe("vi");
  });

  it("shows which agency gave no answer", async () => {
    await run(visit.page).click();
    await expect.poll(() => answer(visit.page).textContent(), patience).toContain("AGENCY_UNREACHABLE");
    expect(await answer(visit.page).textContent()).toContain("organization-commission");
    await visit.page.getByRole("button", { name: "Bảng", exact: true }).click();
    await visit.page.getByText("Một phần câu trả lời bị thiếu").waitFor();
    expect(visit.complaints).toEqual([]);
  });

  it("underlines a field that the schema lacks", async () => {
    await visit.page.getByRole("button", { name: "New tab" }).click();
    await queryEditor(visit.page).click();
    await visit.page.keyboard.insertText("{ nationalSecret }");
    await expect.poll(() => mistakes(visit.page).count(), patience).toBeGreaterThan(0);
  });

  it("closes what the caller has no purpose for, and says which one it takes", async () => {
    const { page } = visit;
    const closed = page.locator(".hub-closed");
    await closed.locator("summary").click();
    await closed.getByText("Thống kê: lượt đảng viên ra nước ngoài theo năm và mục đích").waitFor();
    await closed.getByText("cần mục đích: Thống kê").first().waitFor();
    await page.getByLabel("Hỏi với tư cách").selectOption("commission-analyst");
    await page.getByRole("heading", { name: "Thống kê", exact: true }).waitFor();
    expect(await closed.textContent()).toContain("Hồ sơ một đảng viên đang ở nước ngoài");
  });

  it("shows which agency answers which field of the graph that its reader may use", async () => {
    const { page } = visit;
    await page.getByLabel("Hỏi với tư cách").selectOption("province-clerk");
    await page.getByRole("button", { name: "Bản đồ lược đồ" }).click();
    const map = page.getByRole("region", { name: "Bản đồ lược đồ" });
    await map.getByLabel("Tìm kiểu hoặc trường").fill("currentAssignment");
    const ownerOf = (field: string) =>
      map.locator("dl div", { has: page.getByText(field, { exact: true }) }).locator("dd");
    await expect.poll(() => ownerOf("currentAssignment").textContent(), patience).toBe("Bộ Ngoại giao");
    expect(await ownerOf("homeRecord").textContent()).toBe("Cấp ủy quản lý");
    await takePictures(page, "schema-map");
    await page.getByLabel("Hỏi với tư cách").selectOption("commission-analyst");
    await expect.poll(() => map.locator("summary", { hasText: /^Member$/ }).count(), patience).toBe(0);
  }, 60_000);
});
