import type { RunningAgency } from "#kit/serve.ts";

/**
 * Runs one agency as a process: starts it, says on one line where it listens, and closes it on SIGTERM, on Ctrl-C
 * or when the parent process is gone. A failed start says why and exits with 1.
 */
export async function runProcess(start: () => Promise<RunningAgency>): Promise<void> {
  try {
    const agency = await start();
    console.log(`${agency.name} listens at ${agency.url}`);
    const stop = () => void agency.close().finally(() => process.exit(0));
    for (const event of ["SIGTERM", "SIGINT", "disconnect"] as const) process.once(event, stop);
    // A parent that died during the start has said so already.
    if (process.connected === false) stop();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
