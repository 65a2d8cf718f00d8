import { chromium, type Browser, type Page } from "playwright-core";
import { chromiumPath } from "./chromium.ts";

/** A headless Chromium with an empty profile, to which every name but loopback is unknown. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(chromiumPath && { executablePath: chromiumPath }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
}

/** A page and what it did that a page of ours must not do. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  /** Addresses that the page or one of its workers asked for and that are not the hub's. */
  readonly outsideRequests: readonly string[];
  /** What went wrong, as the browser's console tells it: errors, warnings and breaches of the security policy. */
  readonly complaints: readonly string[];
}

/** Opens an address in a fresh profile, waiting for nothing. */
export async function watchPage(browser: Browser, url: string): Promise<WatchedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: "vi-VN" });
  const page = await context.newPage();
  const outsideRequests: string[] = [];
  const complaints: string[] = [];
  context.on("request", (request) => {
    const { protocol, origin } = new URL(request.url());
    const isWithin = origin === new URL(url).origin || protocol === "data:" || protocol === "blob:";
    if (!isWithin) outsideRequests.push(request.url());
  });
  // Breaches of the policy arrive here as errors.
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(url);
  return { page, outsideRequests, complaints, [Symbol.asyncDispose]: () => context.close() };
}
