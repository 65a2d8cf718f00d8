import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GraphQLError } from "graphql";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { expect } from "vitest";
import type { Identity } from "../../../gateway/identity/identity.ts";
import type { Issuer } from "../../../gateway/identity/issuers.ts";

/** An issuer whose every token can be bent. */
export interface BendableIssuer extends AsyncDisposable {
  readonly trust: Issuer;
  readonly folder: string;
  /** The public key as text, which a careless verifier takes for a shared secret. */
  readonly publicText: string;
  /** A token that is good but for what is changed; a claim of undefined is left out. */
  readonly token: (claims?: Readonly<Record<string, unknown>>, header?: object) => Promise<string>;
  readonly publish: (keys: readonly object[]) => Promise<void>;
}

/** Makes an issuer with a fresh key pair and a folder of its own. */
export async function bendableIssuer(address = "urn:test:issuer"): Promise<BendableIssuer> {
  const folder = await mkdtemp(join(tmpdir(), "issuer-"));
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
  const open = { ...(await exportJWK(publicKey)), kid: "k1" };
  const file = join(folder, "keys.json");
  const publish = (keys: readonly object[]) => writeFile(file, JSON.stringify({ keys }));
  await publish([open]);
  const trust: Issuer = {
    issuer: address,
    audience: "urn:test:hub",
    keys: { file },
    grants: {
      organizations: ["PTC-79"],
      committees: ["PTC-79"],
      scopes: ["member:read", "registry:read"],
      purposes: ["MEMBER_MANAGEMENT"],
      canNameMembers: false,
    },
  };
  return {
    trust,
    folder,
    publicText: JSON.stringify(open),
    publish,
    token: (claims = {}, header = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const payload = {
        iss: address,
        aud: trust.audience,
        sub: "s1",
        jti: randomUUID(),
        nbf: now,
        exp: now + 600,
        org: "PTC-79",
        committees: ["PTC-79"],
        scope: "registry:read member:read",
        purposes: ["MEMBER_MANAGEMENT"],
        ...claims,
      };
      return new SignJWT(payload).setProtectedHeader({ alg: "EdDSA", kid: "k1", ...header }).sign(privateKey);
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

/** A log that keeps its lines. */
export function keptLog() {
  const lines: string[] = [];
  const keep = (...parts: readonly unknown[]) => void lines.push(parts.join(" "));
  return { lines, debug: keep, info: keep, warn: keep, error: keep };
}

/** Now, in whole seconds. */
export const seconds = () => Math.floor(Date.now() / 1000);

/** The headers of a request with a token, and others after it. */
export const bearer = (token: string, ...more: string[]) => ["Authorization", `Bearer ${token}`, ...more];

/** What everybody hears whose token is not accepted. */
export const INVALID =
  "AUTH_TOKEN_INVALID: The bearer token is not accepted: it may be damaged, of another issuer, expired or withdrawn.";

/** The code and whole text of the refusal; fails when there is none. */
export async function refusal(rawHeaders: readonly string[], { identify }: Identity): Promise<string> {
  const error = await identify(rawHeaders).then(
    () => expect.unreachable("the request was let in"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GraphQLError)) throw error;
  return `${String(error.extensions["code"])}: ${error.message}`;
}
