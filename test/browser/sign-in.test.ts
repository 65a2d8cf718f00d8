import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCodes } from "#contract/errors.ts";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, watchPage, type WatchedPage } from "../support/browser.ts";
import { startTrialGateway, type TrialGateway } from "../support/trial-gateway.ts";
import { answer, patience, queryEditor, run, usable } from "./console-page.ts";

let browser: Browser;
let trial: TrialGateway;
let production: TrialGateway;
/** The console of the trial, one for all: opening it takes longer than what is looked at. */
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
  trial = await startTrialGateway();
  production = await startTrialGateway({ isTrial: false });
  watched = await visit(trial);
  await usable(watched.page);
});

afterAll(async () => {
  await browser?.close();
  for (const gateway of [trial, production]) await gateway?.[Symbol.asyncDispose]();
});

const visit = ({ url }: TrialGateway) => watchPage(browser, new URL("/", url).href);
const purposes = (page: Page) => page.getByLabel("Mục đích").locator("option").allTextContents();

async function askedAgain(page: Page, text: string): Promise<void> {
  await run(page).click();
  await expect.poll(() => answer(page).textContent(), patience).toContain(text);
}

/** All that the browser keeps for this page. */
const stored = (page: Page) =>
  page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));

describe("the console of a trial", () => {
  it("asks as the first persona, and as another once it is chosen, for the purposes that one has", async () => {
    const { page } = watched;
    expect(await purposes(page)).toEqual(["Quản lý đảng viên", "Chuyển sinh hoạt đảng", "không nêu"]);
    await askedAgain(page, "AGENCY_UNREACHABLE");

    await page.getByLabel("Hỏi với tư cách").selectOption({ label: "Chuyên viên phân tích Ban Tổ chức Trung ương" });
    expect(await purposes(page)).toEqual(["Thống kê", "không nêu"]);
    await askedAgain(page, "UNAUTHORIZED_FIELD_OR_TYPE");
    expect(watched.complaints).toEqual([]);
  });

  it("states the purpose that is chosen, and none when none is", async () => {
    const { page } = watched;
    await page.getByLabel("Hỏi với tư cách").selectOption("province-clerk");
    const asked: (string | undefined)[] = [];
    page.on("request", (request) => {
      if (request.postData()?.includes("MemberDossier")) asked.push(request.headers()["x-purpose"]);
    });
    await askedAgain(page, "AGENCY_UNREACHABLE");
    await page.getByLabel("Mục đích").selectOption("ACTIVITY_TRANSFER");
    await run(page).click();
    await page.getByLabel("Mục đích").selectOption({ label: "không nêu" });
    await run(page).click();
    await expect.poll(() => asked, patience).toEqual(["MEMBER_MANAGEMENT", "ACTIVITY_TRANSFER", undefined]);
  });
});

describe("what a caller may not see", () => {
  it("is said in words, in the language chosen, with the scope that is missing", async () => {
    const { page } = watched;
    await page.getByLabel("Hỏi với tư cách").selectOption("commission-analyst");
    await askedAgain(page, "UNAUTHORIZED_FIELD_OR_TYPE");
    const panel = page.locator(".hub-result");
    await panel.getByText("Không có câu trả lời:").waitFor();
    expect(await panel.textContent()).toContain(errorCodes.UNAUTHORIZED_FIELD_OR_TYPE.vi);

    await page.getByRole("button", { name: "Quyền của tôi" }).click();
    const closed = panel.locator("tr[data-closed=true]").first();
    await expect.poll(() => closed.textContent(), patience).toContain("quyền (scope) member:read");
    expect(await panel.locator("dl").textContent()).toContain("statistics:read");

    await page.getByRole("button", { name: "English" }).click();
    await expect.poll(() => closed.textContent(), patience).toContain("the scope member:read");
    await page.getByLabel("Ask as").selectOption("province-clerk");
    await expect.poll(() => panel.textContent(), patience).toContain(", 0 fields closed");
    expect(watched.complaints).toEqual([]);
  });
});

describe("a token that is pasted", () => {
  it("is what the console asks with where there are no personas, the schema included, and is kept nowhere", async () => {
    await using bare = await visit(production);
    const { page } = bare;
    await usable(page);
    expect(await page.getByLabel("Hỏi với tư cách").count()).toBe(0);
    await askedAgain(page, "dán");

    const token = (await readFile(join(trial.tokensFolder, "province-clerk"), "utf8")).trim();
    const own = (await readFile(join(production.tokensFolder, "commission-analyst"), "utf8")).trim();
    await page.getByLabel("Mã truy cập").fill(token);
    await askedAgain(page, "AUTH_TOKEN_INVALID");
    await page.getByLabel("Mã truy cập").fill(own);
    expect(await purposes(page)).toEqual(["Thống kê", "không nêu"]);
    await askedAgain(page, "UNAUTHORIZED_FIELD_OR_TYPE");

    await page.getByRole("button", { name: "New tab" }).click();
    await queryEditor(page).click();
    await page.keyboard.insertText("{ nationalSecret }");
    await expect
      .poll(() => page.locator(".graphiql-query-editor .squiggly-error").count(), patience)
      .toBeGreaterThan(0);
    // The text of tabs is stored a moment after the last change.
    await expect.poll(() => stored(page), patience).toContain("nationalSecret");
    const kept = await stored(page);
    expect(kept).not.toContain(own.slice(0, 20));
    expect(kept).not.toContain(own.slice(-20));
  }, 60_000);
});
