import { mkdir, writeFile } from "node:fs/promises";
import type { Page } from "playwright-core";

const folder = new URL("../../docs/images/", import.meta.url);

/** Takes the picture of a page that a document shows; kept where `TAKE_PICTURES` asks for new ones. */
export async function takePicture(page: Page, name: string): Promise<void> {
  const picture = await page.screenshot({ animations: "disabled", caret: "hide" });
  if (!process.env["TAKE_PICTURES"]) return;
  await mkdir(folder, { recursive: true });
  await writeFile(new URL(`${name}.png`, folder), picture);
}
