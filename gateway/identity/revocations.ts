import { readFile } from "node:fs/promises";
import type { Log } from "../edge/errors.ts";

/** Tokens withdrawn before their time. */
export interface Revocations {
  /** @param tokenId the token's `jti` */
  readonly includes: (tokenId: string) => boolean;
  /** Stops reading. */
  readonly close: () => void;
}

/** Within a minute is promised; a file on another machine may take some of it. */
const REREAD_MS = 5_000;

/**
 * The list in a file, one token id on each line, read every five seconds. When it cannot be read, the last list stays
 * in force, and the log says so.
 * @param file null for a hub that withdraws nothing
 * @throws when the file cannot be read now
 */
export async function openRevocations(file: string | null, log: Log): Promise<Revocations> {
  if (file === null) return { includes: () => false, close: () => {} };
  const read = async () => new Set((await readFile(file, "utf8")).split("\n").map((line) => line.trim()));
  let revoked = await read();
  const reread = async () => {
    try {
      revoked = await read();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error(`The list of withdrawn tokens cannot be read, so the last one stays in force: ${reason}`);
    }
  };
  const timer = setInterval(() => void reread(), REREAD_MS).unref();
  return { includes: (tokenId) => revoked.has(tokenId), close: () => clearInterval(timer) };
}
