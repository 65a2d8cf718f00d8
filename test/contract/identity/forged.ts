import { createHmac } from "node:crypto";
import { CompactEncrypt, generateKeyPair, SignJWT } from "jose";

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token without a signature, or with something in its place. */
export const unsigned = (inPlace = "") =>
  `${part({ alg: "none", kid: "k1" })}.${part({ iss: "urn:test:issuer" })}.${inPlace}`;

/** The token with another end, so that its signature is not its own. */
export const changed = (token: string) => token.replace(/.{4}$/, (end) => (end === "AAAA" ? "BBBB" : "AAAA"));

/** A token signed by a shared secret. */
export function signedBySecret(secret: string): string {
  const signed = `${part({ alg: "HS256", kid: "k1" })}.${part({ iss: "urn:test:issuer" })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

/** A token signed by a key that nobody published, under the id of one that somebody did. */
export async function signedByStranger(): Promise<string> {
  const { privateKey } = await generateKeyPair("EdDSA");
  return new SignJWT({ iss: "urn:test:issuer" }).setProtectedHeader({ alg: "EdDSA", kid: "k1" }).sign(privateKey);
}

/** An encrypted token, which has five parts. */
export async function encrypted(): Promise<string> {
  const { publicKey } = await generateKeyPair("ECDH-ES");
  const header = { alg: "ECDH-ES", enc: "A256GCM", kid: "k1" };
  return new CompactEncrypt(new TextEncoder().encode("{}")).setProtectedHeader(header).encrypt(publicKey);
}
