import { readdirSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser, watchPage } from "../support/browser.ts";
import { startTrialGateway, type TrialGateway } from "../support/trial-gateway.ts";
import { answer, patience, queryEditor, run, tabTitles, usable } from "./console-page.ts";

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
  it("stands while every agency is away, and its ready questions fit the hub's schema", async () => {
    await using visit = await watchPage(browser, url);
    await usable(visit.page);
    const titles = await tabTitles(visit.page);
    expect(titles).toHaveLength(readdirSync(new URL("../../schema/operations/", import.meta.url)).length);
    const underlined: string[] = [];
    for (const title of titles) {
      await visit.page.getByRole("tab", { name: title }).locator(".graphiql-tab-button").click();
      await expect.poll(() => queryEditor(visit.page).textContent(), patience).toContain(title);
      await visit.page.waitForTimeout(1_000); // The worker underlines mistakes half a second after the last change.
      if ((await mistakes(visit.page).count()) > 0) underlined.push(title);
    }
    expect(underlined).toEqual([]);
    expect(visit.complaints).toEqual([]);
    expect(visit.outsideRequests).toEqual([]);
  }, 60_000);

  it("underlines a field that the schema lacks", async () => {
    await using visit = await watchPage(browser, url);
    await usable(visit.page);
    await visit.page.getByRole("button", { name: "New tab" }).click();
    await queryEditor(visit.page).click();
    await visit.page.keyboard.insertText("{ nationalSecret }");
    await expect.poll(() => mistakes(visit.page).count(), patience).toBeGreaterThan(0);
  });

  it("shows which agency gave no answer", async () => {
    await using visit = await watchPage(browser, url);
    await usable(visit.page);
    await run(visit.page).click();
    await expect.poll(() => answer(visit.page).textContent(), patience).toContain("AGENCY_UNREACHABLE");
    expect(await answer(visit.page).textContent()).toContain("organization-commission");
    await visit.page.getByRole("button", { name: "Bảng" }).click();
    await visit.page.getByText("Một phần câu trả lời bị thiếu").waitFor();
    expect(visit.complaints).toEqual([]);
  });
});
