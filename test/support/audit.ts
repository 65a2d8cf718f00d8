import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPublicKey, generateKeyPairSync } from "node:crypto";
import type { NoteKey, NoteSigner } from "../../gateway/audit/checkpoint.ts";
import type { IntentFacts, OutcomeFacts } from "../../gateway/audit/facts.ts";

/** A request for one synthetic member's record, announced. */
export const intentFor = (person: string, request = "0196f0a0-0000-4000-8000-000000000001"): IntentFacts => ({
  request,
  caller: {
    issuer: "urn:test:issuer",
    person: "clerk-17",
    organization: "PTC-01",
    session: "token-4711",
    address: "192.0.2.7",
  },
  purpose: "ACTIVITY_TRANSFER",
  operation: { id: `sha256:${"a".repeat(64)}`, isRegistered: true, type: "query" },
  allowed: { PERSONAL: ["Member.homeRecord", "HomeRecord.fullName"] },
  denied: { SENSITIVE: ["HomeRecord.cardNumber"] },
  arguments: { "Query.memberByCardNumber(cardNumber:)": "000123456789" },
  persons: [person],
});

/** The outcome of a request whose answer held one synthetic member. */
export const outcomeFor = (person: string): OutcomeFacts => ({
  decision: "ANSWERED",
  codes: [],
  persons: [person],
  bytes: 321,
  durationMs: 3.25,
  cost: 12,
  agencies: { "provincial-committees": 1 },
});

/** A folder that is gone at the end of the test. */
export async function temporaryFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "hub-audit-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }) };
}

/** A signer with a fresh key, and the key by which others know it. */
export function freshSigner(name: string): { readonly signer: NoteSigner; readonly key: NoteKey } {
  const { privateKey } = generateKeyPairSync("ed25519");
  return { signer: { name, privateKey }, key: { name, publicKey: createPublicKey(privateKey) } };
}
