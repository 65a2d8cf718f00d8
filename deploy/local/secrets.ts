import { randomBytes } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Credentials } from "./database.ts";

/** What a run must find again: lost passwords are set anew, but a lost index key makes every number hash useless. */
export interface Secrets {
  /** By database. */
  readonly credentials: Readonly<Record<string, Credentials>>;
  readonly indexKey: string;
}

/**
 * The secrets in `<dataFolder>/credentials.json`, which only its owner may read. What is missing is drawn at random
 * and written down before it is used anywhere.
 */
export async function ensureSecrets(dataFolder: string, databases: readonly string[], indexKey: string | null): Promise<Secrets> {
  await mkdir(dataFolder, { recursive: true });
  const file = join(dataFolder, "credentials.json");
  const known: Partial<Secrets> = JSON.parse(await readFile(file, "utf8").catch(() => "{}"));
  const credentials = databases.map((database) => {
    return [database, known.credentials?.[database] ?? { migrator: randomSecret(), service: randomSecret() }] as const;
  });
  const secrets = { credentials: Object.fromEntries(credentials), indexKey: indexKey ?? known.indexKey ?? randomSecret() };
  // Written aside and renamed, so that a crash leaves either the old file or the new one.
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
  return secrets;
}

const randomSecret = () => randomBytes(24).toString("base64url");
