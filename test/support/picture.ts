import { mkdir, writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";

const folder = new URL("../../docs/images/", import.meta.url);

/** Takes the picture of a page that a document shows, where `TAKE_PICTURES` asks for new ones. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env["TAKE_PICTURES"]) return;
  const picture = await page.screenshot({ animations: "disabled", caret: "hide" });
  await mkdir(folder, { recursive: true });
  await writeFile(new URL(`${name}.png`, folder), picture);
}

/** Takes the picture of a view of the console for the documents of either language; ends in Vietnamese. */
export async function takePictures(page: Page, name: string): Promise<void> {
  if (!process.env["TAKE_PICTURES"]) return;
  for (const [language, button] of [
    ["en", "English"],
    ["vi", "Tiếng Việt"],
  ] as const) {
    await page.getByRole("button", { name: button }).click();
    // The pointer would leave a word over what it rests on, and the graph comes anew in the other language.
    await page.mouse.move(0, 0);
    await page.waitForTimeout(2_000);
    await takePicture(page, `${name}.${language}`);
  }
}
