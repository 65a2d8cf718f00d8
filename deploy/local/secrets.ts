import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Credentials } from "./database.ts";
import { writePrivateFile } from "./private-file.ts";

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
export async function ensureSecrets(
  dataFolder: string,
  databases: readonly string[],
  indexKey: string | null,
): Promise<Secrets> {
  await mkdir(dataFolder, { recursive: true });
  const file = join(dataFolder, "credentials.json");
  const known = await readKnown(file);
  const credentials = databases.map((database) => {
    return [database, known.credentials?.[database] ?? { migrator: randomSecret(), service: randomSecret() }] as const;
  });
  const secrets = {
    credentials: Object.fromEntries(credentials),
    indexKey: indexKey ?? known.indexKey ?? randomSecret(),
  };
  await writeJson(file, secrets);
  return secrets;
}

/** A file with the keys that the gateway shares with each agency process, and the keys themselves. */
export interface EnvelopeKeys {
  /** As the gateway reads it. */
  readonly file: string;
  /** By the name of the process, as the process itself reads them. */
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * Draws new keys at each start and leaves them in `<dataFolder>/envelope-keys.json`, which only its owner may read.
 * Gateway and agencies start together here, so nobody needs yesterday's.
 */
export async function drawEnvelopeKeys(dataFolder: string, processes: readonly string[]): Promise<EnvelopeKeys> {
  await mkdir(dataFolder, { recursive: true });
  const id = new Date().toISOString().slice(0, 10);
  const keys = Object.fromEntries(
    processes.map((process) => [process, `${id}:${randomBytes(32).toString("base64url")}`]),
  );
  const file = join(dataFolder, "envelope-keys.json");
  await writeJson(file, keys);
  return { file, keys };
}

const writeJson = (file: string, content: object) =>
  writePrivateFile(file, `${JSON.stringify(content, null, 2)}\n`);

async function readKnown(file: string): Promise<Partial<Secrets>> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new Error(`The passwords in ${file} cannot be read: ${(error as Error).message}.`, { cause: error });
  }
}

const randomSecret = () => randomBytes(24).toString("base64url");
