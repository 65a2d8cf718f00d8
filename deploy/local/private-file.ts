import { rename, rm, writeFile } from "node:fs/promises";

/**
 * Writes a file for its owner's eyes only, aside and then renamed, so that a crash leaves either the old file or the
 * new one.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await rm(`${file}.new`, { force: true });
  await writeFile(`${file}.new`, text, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
