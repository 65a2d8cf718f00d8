import { randomUUID } from "node:crypto";
import { rename, writeFile } from "node:fs/promises";

/**
 * Writes a file for its owner's eyes only, aside and then renamed, so that a crash leaves either the old file or the
 * new one, and two who write at the same time each a whole one.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  const aside = `${file}.${randomUUID()}.new`;
  await writeFile(aside, text, { mode: 0o600 });
  await rename(aside, file);
}
