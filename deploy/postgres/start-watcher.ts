import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The process that stops the server when this one is gone. */
export interface Watcher {
  /** Names the server to stop; a later one replaces it. */
  readonly guard: (pid: number) => void;
  /** Ends the watcher after its server was stopped in order. */
  readonly dismiss: () => void;
}

/** Starts a watcher, and another one whenever it is killed. It removes `temporaryFolder` at the end of its watch. */
export function startWatcher(temporaryFolder: string | null): Watcher {
  let guarded: number | undefined;
  let isDismissed = false;
  let child: ChildProcess | undefined;
  const start = () => {
    const file = fileURLToPath(new URL("./watcher.ts", import.meta.url));
    child = spawn(process.execPath, [file, ...(temporaryFolder ? [temporaryFolder] : [])], {
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.stdin?.on("error", () => undefined);
    child.once("error", () => undefined);
    child.once("exit", () => {
      if (!isDismissed) start();
    });
    if (guarded !== undefined) child.stdin?.write(`${guarded}\n`);
  };
  start();
  return {
    guard: (pid) => {
      guarded = pid;
      child?.stdin?.write(`${pid}\n`);
    },
    dismiss: () => {
      isDismissed = true;
      child?.kill("SIGKILL");
    },
  };
}
