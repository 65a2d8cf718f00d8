import { existsSync } from "node:fs";

/** Where a Chromium of this machine is; undefined when there is none. */
export const chromiumPath = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
].find((path) => existsSync(path));

/**
 * Patterns of the test files that this machine cannot run. Says so aloud, because a suite that is green without its
 * browser tests is not the whole suite.
 * @throws Error in CI, where a browser is part of the machine
 */
export function testsLeftOut(path: string | undefined, isCI: boolean, warn: (message: string) => void): string[] {
  if (path !== undefined) return [];
  if (isCI) throw new Error("The browser tests need Chromium, and this CI machine has none.");
  warn("LEFT OUT: test/browser. No Chromium was found; on Debian, apt-get install chromium brings it.");
  return ["test/browser/**"];
}
