import type { Page } from "playwright-core";

/** How long to ask again: a build of lowest priority may have to wait for its turn. */
export const patience = { timeout: 45_000 };

/** The text of the operation. */
export const queryEditor = (page: Page) => page.locator(".graphiql-query-editor .view-lines").first();

/** The answer as JSON. */
export const answer = (page: Page) => page.locator(".result-window .view-lines");

/** The button that runs the operation. */
export const run = (page: Page) => page.getByRole("button", { name: "Execute query" });

/** What stands on the tabs, from left to right. */
export const tabTitles = (page: Page) => page.locator(".graphiql-tab-button").allTextContents();

/** Resolves when the first ready question stands in the editor and can be run. */
export async function usable(page: Page): Promise<void> {
  await queryEditor(page).filter({ hasText: "MemberDossier" }).waitFor(patience);
  await run(page).waitFor();
}
