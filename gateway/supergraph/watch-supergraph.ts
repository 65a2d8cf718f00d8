import { unwatchFile, watchFile } from "node:fs";
import { readFile } from "node:fs/promises";
import type { Log } from "../edge/errors.ts";

/** Where an engine has its supergraph from. */
export interface SupergraphSource {
  /** SDL in force when the engine starts. */
  readonly initial: string;
  /** Offers each newer SDL to the engine, which throws or rejects to refuse it. Answers the way to leave. */
  readonly subscribe: (take: (sdl: string) => void | Promise<void>) => () => void;
}

const POLL_MS = 500;
/** A file is read once it has been still for so long, lest half of it be taken for the whole. */
const QUIET_MS = 100;

/**
 * A supergraph file that is looked at twice a second: by its state and not by events, so that a rename, a swapped
 * link or a network file system is seen like any other change. A refused or unreadable file is logged once, and
 * the last good one stays in force.
 * @throws when the file cannot be read now
 */
export async function watchSupergraph(file: string, log: Log): Promise<SupergraphSource> {
  const initial = await readFile(file, "utf8");
  const subscribe: SupergraphSource["subscribe"] = (take) => {
    let seen = initial;
    let quiet: NodeJS.Timeout | undefined;
    // One after the other: each is judged against the one before, and none may be overtaken by an older one.
    let reading = Promise.resolve();
    const read = async () => {
      try {
        const sdl = await readFile(file, "utf8");
        if (sdl === seen) return;
        seen = sdl;
        await take(sdl);
        log.info(`${file} has changed and is in force.`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        log.error(`${file} cannot be used, so the last good supergraph stays in force: ${reason}`);
      }
    };
    const changed = () => {
      clearTimeout(quiet);
      quiet = setTimeout(() => (reading = reading.then(read)), QUIET_MS);
    };
    watchFile(file, { interval: POLL_MS }, changed);
    return () => {
      clearTimeout(quiet);
      unwatchFile(file, changed);
    };
  };
  return { initial, subscribe };
}
