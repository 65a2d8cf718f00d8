import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { purposes } from "#contract/caller.ts";
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from "jose";
import type { Issuer } from "./issuers.ts";
import { personas, type Persona } from "./personas.ts";

/** An issuer for a default run and for tests, whose callers are personas and not people. */
export interface LocalIssuer {
  /** As the gateway must be told of it. */
  readonly trust: Issuer;
  /** A token of a persona, good from now on for twelve hours. */
  readonly tokenFor: (persona: Persona) => Promise<string>;
}

/** The name under which the local issuer vouches; nobody else may use it. */
export const LOCAL_ISSUER = "urn:hub:local-issuer";
const AUDIENCE = "urn:hub:gateway";

/** How long a token of the local issuer is good: a day's work, since nobody should have to think of it in a trial. */
export const TOKEN_SECONDS = 12 * 3_600;

/**
 * Opens the issuer whose keys are in a folder, and makes them on the first run: the secret one for its owner's eyes
 * only, the public one beside it as a key set. Losing the files costs nothing but the tokens that are out. It may vouch
 * for the personas of the menu and for `others`.
 * @throws when the files cannot be read or written
 */
export async function openLocalIssuer(dataFolder: string, others: readonly Persona[] = []): Promise<LocalIssuer> {
  await mkdir(dataFolder, { recursive: true });
  const secretFile = join(dataFolder, "issuer-key.json");
  const publicFile = join(dataFolder, "issuer-keys.json");
  const secret = existsSync(secretFile) ? JSON.parse(await readFile(secretFile, "utf8")) : await newKey();
  const { d: _, ...open } = secret as JWK;
  await writeAside(secretFile, secret, 0o600);
  await writeAside(publicFile, { keys: [open] }, 0o644);
  const key = await importJWK(secret as JWK, "EdDSA");
  return {
    trust: {
      issuer: LOCAL_ISSUER,
      audience: AUDIENCE,
      keys: { file: publicFile },
      grants: grantsOf([...personas, ...others]),
    },
    tokenFor: ({ name, organization, committees, scopes, purposes: allowed, memberId }) =>
      new SignJWT({
        org: organization,
        committees: [...committees],
        scope: scopes.join(" "),
        purposes: [...allowed],
        ...(memberId !== null && { member: memberId }),
      })
        .setProtectedHeader({ alg: "EdDSA", kid: String(open.kid), typ: "at+jwt" })
        .setIssuer(LOCAL_ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(name)
        .setJti(randomUUID())
        .setIssuedAt()
        .setNotBefore("0s")
        .setExpirationTime(`${TOKEN_SECONDS}s`)
        .sign(key),
  };
}

/** The issuer may say of a caller what some persona needs, and no more. */
const grantsOf = (all: readonly Persona[]): Issuer["grants"] => ({
  organizations: [...new Set(all.map(({ organization }) => organization))],
  committees: [...new Set(all.flatMap(({ committees }) => committees))],
  scopes: [...new Set(all.flatMap(({ scopes }) => scopes))],
  purposes: [...purposes],
  canNameMembers: true,
});

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("EdDSA", { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: "EdDSA", use: "sig" };
}

/** Written aside and renamed, so that a crash leaves either the old file or the new one. */
async function writeAside(file: string, value: unknown, mode: number): Promise<void> {
  const aside = `${file}.${process.pid}.new`;
  await writeFile(aside, `${JSON.stringify(value, null, 2)}\n`, { mode });
  await rename(aside, file);
}
