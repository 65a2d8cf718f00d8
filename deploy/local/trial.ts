import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openLocalIssuer, TOKEN_SECONDS, type LocalIssuer } from "../../gateway/identity/local-issuer.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { writePrivateFile } from "./private-file.ts";
import { secretariesAbroad } from "./secretaries-abroad.ts";

/** What a trial has in place of the agencies' own issuers. */
export interface Trial extends Disposable {
  /** The issuers that the gateway trusts, as `GATEWAY_ISSUERS` names them: the trial's own alone. */
  readonly issuersFile: string;
  /**
   * A file for each persona and each secretary abroad, named after them, which holds a token that is good for at least
   * half a token's life.
   */
  readonly tokensFolder: string;
}

const RENEWAL_MS = (TOKEN_SECONDS * 1_000) / 2;
/** Short, because a timer stands still while the machine sleeps. */
const LOOK_MS = 60_000;

/**
 * Opens the issuer of a trial, whose key stays in the data folder, and keeps the personas' tokens fresh until disposal.
 * @throws when the folder cannot be written
 */
export async function openTrial(dataFolder: string, log: (line: string) => void): Promise<Trial> {
  const issuer = await openLocalIssuer(dataFolder, secretariesAbroad);
  const issuersFile = join(dataFolder, "issuers.json");
  await writeFile(issuersFile, `${JSON.stringify([issuer.trust], null, 2)}\n`);
  const tokensFolder = join(dataFolder, "tokens");
  await mkdir(tokensFolder, { recursive: true, mode: 0o700 });
  await writeTokens(tokensFolder, issuer);

  let writtenAt = Date.now();
  const renew = async () => {
    if (Date.now() - writtenAt < RENEWAL_MS) return;
    const before = writtenAt;
    writtenAt = Date.now();
    try {
      await writeTokens(tokensFolder, issuer);
    } catch (error) {
      writtenAt = before;
      log(`the tokens in ${tokensFolder} could not be renewed, and will be tried again: ${(error as Error).message}`);
    }
  };
  const timer = setInterval(() => void renew(), LOOK_MS).unref();
  return { issuersFile, tokensFolder, [Symbol.dispose]: () => clearInterval(timer) };
}

async function writeTokens(folder: string, issuer: LocalIssuer): Promise<void> {
  for (const persona of [...secretariesAbroad, ...personas]) {
    await writePrivateFile(join(folder, persona.name), `${await issuer.tokenFor(persona)}\n`);
  }
}
