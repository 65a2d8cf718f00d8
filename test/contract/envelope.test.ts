import { randomBytes, randomUUID } from "node:crypto";
import { readEnvelopeKeys } from "#contract/envelope-keys.ts";
import { noClaims, signEnvelope, type EnvelopeClaims, type SignedCall } from "#contract/envelope.ts";
import { createNonceStore } from "#contract/nonce-store.ts";
import { createEnvelopeVerifier, type ReceivedCall } from "#contract/verify-envelope.ts";
import { describe, expect, it } from "vitest";

const NOW = Date.UTC(2026, 6, 1);

const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64url")}`;
const [keyText, nextKeyText] = [newKey("2026-07"), newKey("2026-08")];
const [key] = readEnvelopeKeys(keyText);

const claims: EnvelopeClaims = {
  ...noClaims,
  issuer: "https://issuer.example",
  subject: "officer-1",
  committees: ["PTC-79"],
  scopes: ["member:read"],
  purpose: "MEMBER_MANAGEMENT",
  traceId: "trace",
  deadline: NOW + 1_500,
};
const call: SignedCall = { method: "POST", path: "/graphql", body: `{"query":"{ a }"}`, audience: "small-agency" };

interface Signing {
  readonly call?: Partial<SignedCall>;
  readonly claims?: Partial<EnvelopeClaims>;
  readonly at?: number;
  readonly by?: typeof key;
}

const signed = ({ call: other, claims: others, at = NOW, by = key }: Signing = {}): ReceivedCall => {
  const sent = { ...call, ...other };
  const occasion = { created: Math.floor(at / 1_000), nonce: randomUUID() };
  const headers = signEnvelope(sent, { ...claims, ...others }, by, occasion);
  return { method: sent.method, path: sent.path, body: Buffer.from(sent.body), headers };
};
const verifier = (now = NOW, keys = keyText) =>
  createEnvelopeVerifier({ audience: "small-agency", keys: readEnvelopeKeys(keys), now: () => now });
const withHeader = (name: string, value: string | string[] | undefined) => {
  const received = signed();
  return { ...received, headers: { ...received.headers, [name]: value } };
};
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const flip = (bytes: Uint8Array, at: number) =>
  Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));

describe("an envelope", () => {
  it("hands the claims over as they were signed", () => {
    expect(verifier()(signed())).toEqual(claims);
  });

  it.each([
    ["nothing signed", { ...signed(), headers: {} }, "unsigned"],
    ["no signature", withHeader("signature", undefined), "unsigned"],
    ["two signatures", withHeader("signature", ["hub=:a:", "hub=:b:"]), "malformed"],
    ["no claims", withHeader("hub-claims", undefined), "malformed"],
    ["fewer components signed", withHeader("signature-input", `hub=("@method");created=1`), "malformed"],
    ["another method", { ...signed(), method: "PUT" }, "altered"],
    ["another path", { ...signed(), path: "/graphql?query={b}" }, "altered"],
    ["other claims", withHeader("hub-claims", encode({ ...claims, committees: ["PTC-01"] })), "altered"],
    ["another digest", withHeader("content-digest", "sha-256=:AAAA:"), "altered"],
    ["another agency's envelope", signed({ call: { audience: "other-agency" } }), "other-audience"],
    ["the key of another process", signed({ by: readEnvelopeKeys(newKey("2026-09"))[0] }), "unknown-key"],
    ["another key of the same id", signed({ by: readEnvelopeKeys(newKey("2026-07"))[0] }), "altered"],
    ["an envelope 31 s old", signed({ at: NOW - 31_000 }), "out-of-window"],
    ["an envelope from 31 s ahead", signed({ at: NOW + 31_000 }), "out-of-window"],
    ["a deadline that has passed", signed({ claims: { deadline: NOW } }), "deadline-passed"],
    ["a purpose of no list", signed({ claims: { purpose: "CURIOSITY" as "AUDIT" } }), "malformed"],
    ["no word of who vouches", signed({ claims: { issuer: undefined as unknown as string } }), "malformed"],
    ["a committee that is no text", signed({ claims: { committees: [79] as unknown as string[] } }), "malformed"],
    ["a deadline without a number", signed({ claims: { deadline: Number.NaN } }), "malformed"],
  ])("is refused with %s", (_, received, fault) => {
    expect(verifier()(received)).toBe(fault);
  });

  it("is good to the last second of its window, on either side", () => {
    expect(verifier()(signed({ at: NOW - 30_000 }))).toEqual(claims);
    expect(verifier()(signed({ at: NOW + 30_000 }))).toEqual(claims);
  });

  it("is refused when any byte of the body differs", () => {
    const received = signed();
    const verify = verifier();
    const faults = Array.from(received.body, (_, index) => verify({ ...received, body: flip(received.body, index) }));
    expect(new Set(faults)).toEqual(new Set(["altered"]));
  });

  it("is good once", () => {
    const verify = verifier();
    const received = signed();
    expect([verify(received), verify(received)]).toEqual([claims, "replayed"]);
  });

  it("does not use up its nonce while it is refused", () => {
    const verify = verifier();
    const received = signed();
    expect(verify({ ...received, body: Buffer.from("{}") })).toBe("altered");
    expect(verify(received)).toEqual(claims);
  });

  it("is good under the old key and the new while one takes over from the other, and under no third", () => {
    const [next] = readEnvelopeKeys(nextKeyText);
    const both = verifier(NOW, `${nextKeyText},${keyText}`);
    expect([both(signed()), both(signed({ by: next }))]).toEqual([claims, claims]);
    expect(verifier(NOW, nextKeyText)(signed())).toBe("unknown-key");
    expect(() => readEnvelopeKeys(`${keyText},${nextKeyText},${newKey("third")}`)).toThrow("one key is needed, or 2");
  });
});

describe("a key", () => {
  it.each([
    ["without an id", `:${"a".repeat(43)}`],
    ["shorter than 32 bytes", `id:${"a".repeat(42)}`],
    ["of the same id as the other", `${keyText},${newKey("2026-07")}`],
    ["that is empty", ""],
  ])("%s is refused without being repeated", (_, text) => {
    expect(() => readEnvelopeKeys(text)).toThrow(/^(?!.*aaaa).+$/);
  });
});

describe("the memory of nonces", () => {
  it("remembers one for the whole window and forgets it after two", () => {
    const { use } = createNonceStore(60_000);
    expect(use("a", 0)).toBeUndefined();
    expect(use("b", 59_999)).toBeUndefined();
    expect(use("a", 59_999)).toBe("replayed");
    expect(use("b", 119_998)).toBe("replayed");
    expect(use("a", 180_000)).toBeUndefined();
  });

  it("forgets everything after a long silence", () => {
    const { use } = createNonceStore(60_000);
    use("a", 0);
    expect(use("a", 10_000_000)).toBeUndefined();
  });

  it("refuses what it has no room to remember", () => {
    const { use } = createNonceStore(60_000, 2);
    expect([use("a", 0), use("b", 0), use("c", 0)]).toEqual([undefined, undefined, "overloaded"]);
    expect(use("c", 60_000)).toBeUndefined();
  });
});
