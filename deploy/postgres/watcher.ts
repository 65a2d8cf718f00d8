import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./postmaster-file.ts";

/**
 * A process of its own that outlives its parent by as long as it takes to stop the server. The parent writes the
 * server's pid, one line for each time it starts one; the pipe ends when the parent is gone, however it went.
 * The only argument is a folder to remove afterwards, if there is one.
 */
const PATIENCE_MS = 10_000;
let received = "";

process.stdin.setEncoding("utf8").on("data", (text) => (received += text));
process.stdin.once("end", async () => {
  const pid = Number(received.trim().split("\n").at(-1));
  if (pid > 0 && isAlive(pid)) await stop(pid);
  const [temporaryFolder] = process.argv.slice(2);
  if (temporaryFolder) await rm(temporaryFolder, { recursive: true, force: true });
});

async function stop(pid: number): Promise<void> {
  // SIGINT is PostgreSQL's fast shutdown; SIGQUIT leaves recovery to the next start. Neither loses a commit.
  process.kill(pid, "SIGINT");
  for (const started = Date.now(); isAlive(pid); await sleep(50)) {
    if (Date.now() - started > PATIENCE_MS) return void process.kill(pid, "SIGQUIT");
  }
}
