import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../deploy/local/port.ts";
import type { BenchAgency } from "./supergraph.ts";

/** The agencies of the bench, listening. */
export interface RunningAgencies extends AsyncDisposable {
  readonly all: readonly BenchAgency[];
  /** How often they have been asked since they started, all together. */
  readonly callsSoFar: () => Promise<number>;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Ends the agencies when the bench is gone, however it went: a measurement beside those of an earlier bench is none. */
const endWithParent = new URL("../../deploy/local/end-with-parent.ts", import.meta.url).href;

/** Starts the process of the agencies. @throws when it ends before it listens */
export async function startAgencies(): Promise<RunningAgencies> {
  const names = ["commission", "committees", "ministry"];
  const ports = await Promise.all(names.map(freePort));
  const child = spawn(process.execPath, ["--import", endWithParent, here("agencies.ts"), ...ports.map(String)], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "close");
  const kill = () => void child.kill();
  // For an end without disposal, as after Ctrl-C.
  process.once("exit", kill);
  const callsSoFar = async () => {
    const response = await fetch(`http://127.0.0.1:${ports[0]}/calls`);
    return Number(await response.text());
  };
  const isListening = () =>
    callsSoFar().then(
      () => true,
      () => false,
    );
  while (!(await isListening())) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("The bench's agencies did not start.");
    await sleep(50);
  }
  return {
    all: names.map((name, index) => {
      return { name, schemaFile: here(`agencies/${name}.graphql`), url: `http://127.0.0.1:${ports[index]}/graphql` };
    }),
    callsSoFar,
    [Symbol.asyncDispose]: async () => {
      process.off("exit", kill);
      kill();
      await ended;
    },
  };
}
