import { createHmac } from "node:crypto";
import { rm, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { GraphQLError } from "graphql";
import { CompactEncrypt, exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openIdentity, type Identity } from "../../gateway/identity/identity.ts";
import { readIssuers, type Issuer } from "../../gateway/identity/issuers.ts";
import { openLocalIssuer } from "../../gateway/identity/local-issuer.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { checkPurpose } from "../../gateway/identity/purpose.ts";
import { bendableIssuer, keptLog, type BendableIssuer } from "./identity/issuer.ts";

let issuer: BendableIssuer;
let identity: Identity;
const log = keptLog();

beforeAll(async () => {
  issuer = await bendableIssuer();
  identity = await openIdentity({ issuers: [issuer.trust], revocationsFile: null, log });
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(async () => {
  identity.close();
  await issuer[Symbol.asyncDispose]();
});

const seconds = () => Math.floor(Date.now() / 1000);
const bearer = (token: string, ...more: string[]) => ["Authorization", `Bearer ${token}`, ...more];
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** The code and whole text of the refusal; fails when there is none. */
async function refusal(rawHeaders: readonly string[], of = identity): Promise<string> {
  const error = await of.identify(rawHeaders).then(
    () => expect.unreachable("the request was let in"),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GraphQLError)) throw error;
  return `${String(error.extensions["code"])}: ${error.message}`;
}

const INVALID =
  "AUTH_TOKEN_INVALID: The bearer token is not accepted: it may be damaged, of another issuer, expired or withdrawn.";

describe("a good token", () => {
  it("makes a caller of what it says, and of nothing else", async () => {
    const exp = seconds() + 60;
    const token = await issuer.token({ jti: "t1", exp, scope: "registry:read member:read", admin: true });
    expect(await identity.identify(bearer(token))).toEqual({
      issuer: "urn:test:issuer",
      subject: "s1",
      organization: "PTC-79",
      committees: ["PTC-79"],
      scopes: ["member:read", "registry:read"],
      purposes: ["MEMBER_MANAGEMENT"],
      purpose: null,
      memberId: null,
      tokenId: "t1",
      expiresAt: exp,
    });
  });

  it("grants nothing that it does not say", async () => {
    const token = await issuer.token({ committees: undefined, scope: undefined, purposes: undefined });
    expect(await identity.identify(bearer(token))).toMatchObject({ committees: [], scopes: [], purposes: [] });
  });

  it("is good for clocks that differ by less than half a minute", async () => {
    await identity.identify(bearer(await issuer.token({ nbf: seconds() + 20 })));
    await identity.identify(bearer(await issuer.token({ exp: seconds() - 20 })));
  });

  it("may name several audiences when the hub is one of them", async () => {
    await identity.identify(bearer(await issuer.token({ aud: ["urn:other", "urn:test:hub"] })));
  });
});

describe("a token that is not accepted", () => {
  it.each<readonly [string, string, () => Promise<string> | string]>([
    ["expired", "ERR_JWT_EXPIRED exp", () => issuer.token({ exp: seconds() - 61 })],
    ["not yet good", "ERR_JWT_CLAIM_VALIDATION_FAILED nbf", () => issuer.token({ nbf: seconds() + 61 })],
    ["without an end", "ERR_JWT_CLAIM_VALIDATION_FAILED exp", () => issuer.token({ exp: undefined })],
    ["without a beginning", "ERR_JWT_CLAIM_VALIDATION_FAILED nbf", () => issuer.token({ nbf: undefined })],
    ["without an id", "ERR_JWT_CLAIM_VALIDATION_FAILED jti", () => issuer.token({ jti: undefined })],
    ["without an audience", "ERR_JWT_CLAIM_VALIDATION_FAILED aud", () => issuer.token({ aud: undefined })],
    ["for another audience", "ERR_JWT_CLAIM_VALIDATION_FAILED aud", () => issuer.token({ aud: ["urn:other"] })],
    ["of another issuer", "an issuer that is not trusted", () => issuer.token({ iss: "urn:test:somebody" })],
    [
      "of several issuers",
      "no key id, algorithm or issuer",
      () => issuer.token({ iss: ["urn:test:issuer", "urn:evil"] }),
    ],
    [
      "for an organization its issuer does not speak for",
      "more than its issuer may grant",
      () => issuer.token({ org: "PTC-01" }),
    ],
    [
      "for a committee its issuer does not speak for",
      "more than its issuer may grant",
      () => issuer.token({ committees: ["PTC-79", "PTC-01"] }),
    ],
    [
      "with a scope its issuer may not grant",
      "more than its issuer may grant",
      () => issuer.token({ scope: "audit:read" }),
    ],
    [
      "with a purpose its issuer may not grant",
      "more than its issuer may grant",
      () => issuer.token({ purposes: ["AUDIT"] }),
    ],
    [
      "of a member, by an issuer that may not name members",
      "more than its issuer may grant",
      () => issuer.token({ member: "mb_1" }),
    ],
    [
      "bound to a certificate that nobody shows",
      "claims of a wrong form",
      () => issuer.token({ cnf: { "x5t#S256": "x" } }),
    ],
    ["with committees that are no list", "claims of a wrong form", () => issuer.token({ committees: "PTC-79" })],
    [
      "with a key id that is no key's",
      "a key that its issuer does not publish",
      () => issuer.token({}, { kid: "x' UNION SELECT 'k" }),
    ],
    [
      "with a key id that is a path",
      "a key that its issuer does not publish",
      () => issuer.token({}, { kid: "../../../../dev/null" }),
    ],
    [
      "with a key id that every object knows",
      "a key that its issuer does not publish",
      () => issuer.token({}, { kid: "constructor" }),
    ],
    ["without a key id", "no key id, algorithm or issuer", () => issuer.token({}, { kid: undefined })],
    [
      "with a key inside",
      "a header that is not understood",
      () => issuer.token({}, { jwk: JSON.parse(issuer.publicText) }),
    ],
    [
      "with the address of a key",
      "a header that is not understood",
      () => issuer.token({}, { jku: "http://127.0.0.1:9/keys" }),
    ],
    [
      "with the address of a certificate",
      "a header that is not understood",
      () => issuer.token({}, { x5u: "http://127.0.0.1:9/cert" }),
    ],
    [
      "with an extension that must be understood",
      "a header that is not understood",
      () => issuer.token({}, { crit: ["b64"], b64: true }),
    ],
    ["that says it is compressed", "a header that is not understood", () => issuer.token({}, { zip: "DEF" })],
    [
      "unsigned",
      "not a bearer token of three parts",
      () => `${part({ alg: "none", kid: "k1" })}.${part({ iss: "urn:test:issuer" })}.`,
    ],
    [
      "unsigned with something in place of a signature",
      "an algorithm that is not its key's",
      () => `${part({ alg: "none", kid: "k1" })}.${part({ iss: "urn:test:issuer" })}.AA`,
    ],
    [
      "signed with the public key as a secret",
      "an algorithm that is not its key's",
      () => signedBySecret(issuer.publicText),
    ],
    [
      "changed after it was signed",
      "ERR_JWS_SIGNATURE_VERIFICATION_FAILED",
      async () => changed(await issuer.token()),
    ],
    ["signed by another key under the same id", "ERR_JWS_SIGNATURE_VERIFICATION_FAILED", () => signedByStranger()],
    ["encrypted", "not a bearer token of three parts", () => encrypted()],
    ["longer than any token needs to be", "too long", () => issuer.token({ filler: "x".repeat(6_000) })],
    ["that is no token", "not readable", () => "a.b.c"],
    ["that is not even close", "not a bearer token of three parts", () => "%%%"],
  ])("is refused with the same words as every other: %s", async (_, reason, make) => {
    log.lines.length = 0;
    expect(await refusal(bearer(await make()))).toBe(INVALID);
    expect(log.lines).toEqual([`A token is not accepted: ${reason}.`]);
  });

  it.each([
    ["two Authorization headers", (token: string) => bearer(token, "authorization", `Bearer ${token}`)],
    ["a cookie beside it", (token: string) => bearer(token, "Cookie", "session=1")],
    ["another scheme", (token: string) => ["Authorization", `Basic ${token}`]],
  ])("is one that comes with %s", async (_, headersOf) => {
    expect(await refusal(headersOf(await issuer.token()))).toBe(INVALID);
  });

  it("is told apart from none only where nobody could be mistaken", async () => {
    expect(await refusal(["Accept", "*/*"])).toBe("AUTH_TOKEN_MISSING: The request carries no bearer token.");
  });

  it("leaves its reason in the log, but nothing of itself", async () => {
    log.lines.length = 0;
    const token = await issuer.token({ org: "PTC-01", sub: "secret-subject" });
    await refusal(bearer(token));
    expect(log.lines).toEqual(["A token is not accepted: more than its issuer may grant."]);
  });
});

describe("a remembered token", () => {
  it("is expired when its time is over", async () => {
    const token = await issuer.token({ exp: seconds() + 10 });
    await identity.identify(bearer(token));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 41_000 });
    expect(await refusal(bearer(token))).toBe(INVALID);
  });

  it("is known by all of itself: one that differs in the last character is another", async () => {
    const token = await issuer.token();
    await identity.identify(bearer(token));
    expect(await refusal(bearer(changed(token)))).toBe(INVALID);
  });

  it("is withdrawn within a minute, and a lost list withdraws and restores nothing", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const file = join(issuer.folder, "revoked");
    await writeFile(file, "some-other\n");
    const own = await openIdentity({ issuers: [issuer.trust], revocationsFile: file, log });
    const token = await issuer.token({ jti: "gone" });
    await own.identify(bearer(token));
    await writeFile(file, "some-other\ngone\n");
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(async () => expect(await refusal(bearer(token), own)).toBe(INVALID));
    await rm(file);
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(() => expect(log.lines.join()).toContain("cannot be read, so the last one stays in force"));
    expect(await refusal(bearer(token), own)).toBe(INVALID);
    own.close();
  });
});

describe("the keys of an issuer", () => {
  it("are read again for an unknown key id, but not for every token that names one", async () => {
    let asked = 0;
    const later = () => [publicKey(), { ...publicKey(), kid: "k2" }];
    await using keys = await keyServer(() => [200, { keys: (asked += 1) > 1 ? later() : [publicKey()] }]);
    const own = await openIdentity({ issuers: [keys.trust], revocationsFile: null, log });
    expect(asked).toBe(1);
    await own.identify(bearer(await issuer.token({}, { kid: "k2" })));
    for (const kid of ["a", "b", "c"]) await refusal(bearer(await issuer.token({}, { kid })), own);
    expect(asked).toBe(2);
    own.close();
  });

  it("count for an hour after their source is lost, and then no longer", async () => {
    let status = 200;
    await using keys = await keyServer(() => [status, { keys: [publicKey()] }]);
    const own = await openIdentity({ issuers: [keys.trust], revocationsFile: null, log });
    status = 500;
    const began = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: began + 3_590_000 });
    await own.identify(bearer(await issuer.token()));
    vi.setSystemTime(began + 3_601_000);
    expect(await refusal(bearer(await issuer.token()), own)).toBe(INVALID);
    expect(log.lines.join()).toContain("it answered with status 500");
    own.close();
  });

  it("are lost with the key that is no longer published, remembered tokens included", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    await using other = await bendableIssuer("urn:test:rotating");
    const own = await openIdentity({ issuers: [other.trust], revocationsFile: null, log });
    const token = await other.token();
    await own.identify(bearer(token));
    await other.publish([{ ...publicKey(), kid: "k9" }]);
    vi.advanceTimersByTime(60_000);
    await vi.waitFor(async () => expect(await refusal(bearer(token), own)).toBe(INVALID));
    own.close();
  });

  it.each([
    ["holds a secret key", { keys: [{ kty: "oct", kid: "s", k: "c2VjcmV0" }] }, "a secret key stands in"],
    ["holds two keys of one id", () => ({ keys: [publicKey(), publicKey()] }), "the same id"],
    ["holds no key that we use", { keys: [{ kty: "RSA", kid: "r", n: "AQAB", e: "AQAB" }] }, "no key of a known curve"],
  ])("keep the gateway from starting when their file %s", async (_, content, reason) => {
    const file = join(issuer.folder, "bad-keys.json");
    await writeFile(file, JSON.stringify(typeof content === "function" ? content() : content));
    const trust = { ...issuer.trust, keys: { file } };
    await expect(openIdentity({ issuers: [trust], revocationsFile: null, log })).rejects.toThrow(reason);
  });

  it("come over the network only in a form that cannot be changed on the way", () => {
    const withUrl = (url: string) => JSON.stringify([{ ...issuer.trust, keys: { url } }]);
    expect(() => readIssuers(withUrl("http://issuer.example/keys"))).toThrow("must be https");
    expect(readIssuers(withUrl("https://issuer.example/keys"))).toHaveLength(1);
    expect(() => readIssuers(JSON.stringify([issuer.trust, issuer.trust]))).toThrow("name each issuer once");
  });
});

describe("the purpose of a request", () => {
  it("is the one it states, when its token allows it", async () => {
    const token = await issuer.token();
    const caller = await identity.identify(bearer(token, "X-Purpose", "MEMBER_MANAGEMENT"));
    expect(caller.purpose).toBe("MEMBER_MANAGEMENT");
    checkPurpose(caller, ["MEMBER_MANAGEMENT"]);
    checkPurpose(caller, null);
    expect(() => checkPurpose(caller, ["AUDIT"])).toThrow("purpose");
  });

  it.each([
    ["that is none", ["x-purpose", "CURIOSITY"]],
    ["that its token does not allow", ["x-purpose", "AUDIT"]],
    ["stated twice", ["x-purpose", "MEMBER_MANAGEMENT", "X-Purpose", "MEMBER_MANAGEMENT"]],
  ])("refuses it when it is one %s", async (_, headers) => {
    expect(await refusal(bearer(await issuer.token(), ...headers))).toMatch(/^AUTH_PURPOSE_REFUSED: /);
  });
});

describe("the local issuer", () => {
  it("gives every persona a token of twelve hours, also after a restart, and keeps its key to itself", async () => {
    const first = await openLocalIssuer(join(issuer.folder, "data"));
    const again = await openLocalIssuer(join(issuer.folder, "data"));
    const own = await openIdentity({ issuers: [first.trust], revocationsFile: null, log });
    for (const persona of personas) {
      const caller = await own.identify(bearer(await again.tokenFor(persona)));
      expect(caller).toMatchObject({ subject: persona.name, memberId: persona.memberId });
      expect(caller.scopes).toEqual(persona.scopes.toSorted());
      expect(Math.abs(caller.expiresAt - seconds() - 12 * 3_600)).toBeLessThan(10);
    }
    expect((await stat(join(issuer.folder, "data", "issuer-key.json"))).mode & 0o777).toBe(0o600);
    own.close();
  });
});

const publicKey = () => JSON.parse(issuer.publicText) as object;

const changed = (token: string) => token.replace(/.{4}$/, (end) => (end === "AAAA" ? "BBBB" : "AAAA"));

function signedBySecret(secret: string): string {
  const signed = `${part({ alg: "HS256", kid: "k1" })}.${part({ iss: "urn:test:issuer", exp: seconds() + 60 })}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}

async function signedByStranger(): Promise<string> {
  const { privateKey } = await generateKeyPair("EdDSA");
  return new SignJWT({ iss: "urn:test:issuer" }).setProtectedHeader({ alg: "EdDSA", kid: "k1" }).sign(privateKey);
}

async function encrypted(): Promise<string> {
  const { publicKey: key } = await generateKeyPair("ECDH-ES");
  const protectedHeader = { alg: "ECDH-ES", enc: "A256GCM", kid: "k1" };
  expect(await exportJWK(key)).toBeDefined();
  return new CompactEncrypt(new TextEncoder().encode("{}")).setProtectedHeader(protectedHeader).encrypt(key);
}

async function keyServer(answer: () => readonly [number, object]) {
  const server = createServer((_, response) => {
    const [status, body] = answer();
    response.writeHead(status, { connection: "close" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const trust: Issuer = { ...issuer.trust, keys: { url: `http://127.0.0.1:${port}/keys` } };
  return { trust, [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}
