import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { bundleVersion } from "../../gateway/console/bundle.ts";

/**
 * Makes a hub that keeps its things in this folder take the console's page for built. Building it costs seconds of
 * two processors, and goes on when the hub is killed.
 */
export async function leaveConsoleOut(dataFolder: string): Promise<void> {
  await mkdir(join(dataFolder, "console", bundleVersion()), { recursive: true });
}
