import { randomBytes, randomUUID } from "node:crypto";
import { readEnvelopeKeys } from "#contract/envelope-keys.ts";
import { noClaims, signEnvelope, type EnvelopeClaims } from "#contract/envelope.ts";
import { PERSON_SCOPE, REGISTRAR } from "#contract/reach.ts";
import committees from "../../deploy/committees.json" with { type: "json" };

/** Claims as far as a test cares. */
export type TestCaller = Partial<EnvelopeClaims>;

/** Keys that the agencies of this test file share with it. */
export const envelopeKeys = `test:${randomBytes(32).toString("base64url")}`;

/** Reaches every row: of all committees, and as the one who keeps the register of stays abroad. */
export const everybodysOfficer = {
  ...noClaims,
  subject: "everybodys-officer",
  organization: REGISTRAR,
  committees: Object.values(committees).flat(),
  scopes: [PERSON_SCOPE],
  purpose: "OVERSEAS_MANAGEMENT",
} as const satisfies TestCaller;

/** The headers of a call that the hub would make for this caller. */
export function signedHeaders(audience: string, body: string, caller: TestCaller, keys: string = envelopeKeys) {
  const [key] = readEnvelopeKeys(keys);
  const now = Date.now();
  const claims = { ...noClaims, traceId: randomUUID(), deadline: now + 10_000, ...caller };
  const call = { method: "POST", path: "/graphql", body, audience };
  const occasion = { created: Math.floor(now / 1_000), nonce: randomUUID() };
  return { "content-type": "application/json", ...signEnvelope(call, claims, key, occasion) };
}

/** Asks an agency alone as the hub would for this caller; answers the parsed body. */
export async function askAgency<Answer>(
  { name, url }: { readonly name: string; readonly url: string },
  request: object | string,
  caller: TestCaller = everybodysOfficer,
): Promise<Answer> {
  const body = typeof request === "string" ? request : JSON.stringify(request);
  const response = await fetch(url, { method: "POST", headers: signedHeaders(name, body, caller), body });
  return (await response.json()) as Answer;
}
