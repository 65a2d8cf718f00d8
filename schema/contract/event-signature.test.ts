import { generateKeyPairSync, randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createDeliveryVerifier, isReceipt, signDelivery, signReceipt } from "./event-signature.ts";

const north = generateKeyPairSync("ed25519");
const south = generateKeyPairSync("ed25519");
const ministry = generateKeyPairSync("ed25519");

const NOW = 1_800_000_000_000;
const keys = new Map([
  ["provincial-committees/north", north.publicKey],
  ["provincial-committees/south", south.publicKey],
]);
const verifier = () => createDeliveryVerifier("foreign-ministry", (source) => keys.get(source), () => NOW);

const delivery = {
  path: "/events",
  body: '{"events":[]}',
  source: "provincial-committees/north",
  target: "foreign-ministry",
};
const occasion = { created: NOW / 1_000, nonce: "0123456789abcdef" };
const received = (
  change: Partial<typeof delivery> = {},
  when: Partial<typeof occasion> = {},
  key = north.privateKey,
) => {
  const sent = { ...delivery, ...change };
  const headers: Record<string, string> = { ...signDelivery(sent, key, { ...occasion, ...when }) };
  return { method: "POST", path: sent.path, headers, body: Buffer.from(sent.body) };
};

describe("a delivery", () => {
  it("is known by the key of its source, together with its nonce", () => {
    expect(verifier()(received())).toEqual({ source: "provincial-committees/north", nonce: occasion.nonce });
  });

  it.each<[string, ReturnType<typeof received>, string]>([
    ["signed by somebody else for it", received({}, {}, south.privateKey), "altered"],
    ["of a source without a key", received({ source: "labour-ministry" }), "unknown-source"],
    ["for another target", received({ target: "organization-commission" }), "other-target"],
    ["half a minute too old", received({}, { created: NOW / 1_000 - 31 }), "out-of-window"],
    ["half a minute too early", received({}, { created: NOW / 1_000 + 31 }), "out-of-window"],
    ["with a short nonce", received({}, { nonce: "short" }), "malformed"],
    ["sent to another address", { ...received(), path: "/graphql" }, "altered"],
    ["with another body", { ...received(), body: Buffer.from("{}") }, "altered"],
    ["without a signature", { ...received(), headers: {} }, "unsigned"],
  ])("is refused %s", (_, call, fault) => expect(verifier()(call)).toBe(fault));

  it("is refused when it comes again, and not when another source draws the same nonce", () => {
    const verify = verifier();
    expect(verify(received())).toMatchObject({ nonce: occasion.nonce });
    expect(verify(received())).toBe("replayed");
    const other = received({ source: "provincial-committees/south" }, {}, south.privateKey);
    expect(verify(other)).toMatchObject({ source: "provincial-committees/south" });
  });

  it("is refused with the signature of a receipt", () => {
    const call = received();
    const receipt = signReceipt(delivery.body, "provincial-committees/north", occasion.nonce, north.privateKey);
    expect(verifier()({ ...call, headers: { ...call.headers, signature: receipt.signature } })).toBe("altered");
  });
});

describe("a receipt", () => {
  const answer = '{"outcomes":[]}';
  const nonce = randomUUID();
  const headers = signReceipt(answer, "foreign-ministry", nonce, ministry.privateKey);
  const expected = { receiver: "foreign-ministry", nonce, key: ministry.publicKey };

  it("is the receiver's answer to this delivery", () => {
    expect(isReceipt(Buffer.from(answer), headers, expected)).toBe(true);
  });

  it.each([
    ["another delivery", { ...expected, nonce: randomUUID() }],
    ["another receiver", { ...expected, receiver: "organization-commission" }],
    ["another key", { ...expected, key: north.publicKey }],
  ])("is not one of %s", (_, other) => expect(isReceipt(Buffer.from(answer), headers, other)).toBe(false));

  it("is none with other words or without a signature", () => {
    expect(isReceipt(Buffer.from("{}"), headers, expected)).toBe(false);
    expect(isReceipt(Buffer.from(answer), {}, expected)).toBe(false);
  });
});
