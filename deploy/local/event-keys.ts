import { generateKeyPairSync } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writePrivateFile } from "./private-file.ts";

/** Files by which the processes exchange events. */
export interface EventKeyFiles {
  /** Everybody's address and public key, and which process answers for a committee. */
  readonly peers: string;
  /** By the name of the process, the file of its private key. */
  readonly keys: Readonly<Record<string, string>>;
}

/**
 * Draws a key pair for each process at each start, given the address of each, and leaves them in
 * `<dataFolder>/event-peers.json` and `<dataFolder>/event-keys`, for their owner's eyes only.
 */
export async function drawEventKeys(
  dataFolder: string,
  addresses: Readonly<Record<string, string>>,
  routes: Readonly<Record<string, string>>,
): Promise<EventKeyFiles> {
  const folder = join(dataFolder, "event-keys");
  await mkdir(folder, { recursive: true });
  const drawn = Object.entries(addresses).map(([name, url]) => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const spki = publicKey.export({ format: "der", type: "spki" }).toString("base64url");
    const pkcs8 = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url");
    return { name, peer: { url, publicKey: spki }, file: join(folder, name.replaceAll("/", "-")), pkcs8 };
  });
  for (const { file, pkcs8 } of drawn) await writePrivateFile(file, `${pkcs8}\n`);
  const peers = join(dataFolder, "event-peers.json");
  const known = { peers: Object.fromEntries(drawn.map(({ name, peer }) => [name, peer])), routes };
  await writePrivateFile(peers, `${JSON.stringify(known, null, 2)}\n`);
  return { peers, keys: Object.fromEntries(drawn.map(({ name, file }) => [name, file])) };
}
