import { stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openIdentity, type Identity } from "../../gateway/identity/identity.ts";
import { openLocalIssuer } from "../../gateway/identity/local-issuer.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { servesPurpose } from "../../gateway/identity/purpose.ts";
import { changed, encrypted, signedBySecret, signedByStranger, unsigned } from "./identity/forged.ts";
import { bearer, bendableIssuer, INVALID, keptLog, refusal, seconds, type BendableIssuer } from "./identity/issuer.ts";

let issuer: BendableIssuer;
let identity: Identity;
const log = keptLog();

beforeAll(async () => {
  issuer = await bendableIssuer();
  identity = await openIdentity({ issuers: [issuer.trust], revocationsFile: null, log });
});
afterAll(async () => {
  identity.close();
  await issuer[Symbol.asyncDispose]();
});

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
    const early = await identity.identify(bearer(await issuer.token({ nbf: seconds() + 20 })));
    const late = await identity.identify(bearer(await issuer.token({ exp: seconds() - 20 })));
    expect([early.subject, late.subject]).toEqual(["s1", "s1"]);
  });

  it("may name several audiences when the hub is one of them", async () => {
    const caller = await identity.identify(bearer(await issuer.token({ aud: ["urn:other", "urn:test:hub"] })));
    expect(caller.subject).toBe("s1");
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
      () => unsigned(),
    ],
    [
      "unsigned with something in place of a signature",
      "an algorithm that is not its key's",
      () => unsigned("AA"),
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
    expect(await refusal(bearer(await make()), identity)).toBe(INVALID);
    expect(log.lines).toEqual([`A token is not accepted: ${reason}.`]);
  });

  it.each([
    ["two Authorization headers", (token: string) => bearer(token, "authorization", `Bearer ${token}`)],
    ["a cookie beside it", (token: string) => bearer(token, "Cookie", "session=1")],
    ["another scheme", (token: string) => ["Authorization", `Basic ${token}`]],
  ])("is one that comes with %s", async (_, headersOf) => {
    expect(await refusal(headersOf(await issuer.token()), identity)).toBe(INVALID);
  });

  it("is told apart from none only where nobody could be mistaken", async () => {
    expect(await refusal(["Accept", "*/*"], identity)).toBe("AUTH_TOKEN_MISSING: The request carries no bearer token.");
  });

  it("leaves its reason in the log, but nothing of itself", async () => {
    log.lines.length = 0;
    const token = await issuer.token({ org: "PTC-01", sub: "secret-subject" });
    await refusal(bearer(token), identity);
    expect(log.lines).toEqual(["A token is not accepted: more than its issuer may grant."]);
  });
});

describe("the purpose of a request", () => {
  it("is the one it states, when its token allows it", async () => {
    const token = await issuer.token();
    const caller = await identity.identify(bearer(token, "X-Purpose", "MEMBER_MANAGEMENT"));
    expect(caller.purpose).toBe("MEMBER_MANAGEMENT");
    expect(servesPurpose(["MEMBER_MANAGEMENT"], caller)).toBe(true);
    expect(servesPurpose(["AUDIT"], caller)).toBe(false);
    expect(servesPurpose(["AUDIT"], { ...caller, purpose: null })).toBe(true);
  });

  it.each([
    ["that is none", ["x-purpose", "CURIOSITY"]],
    ["that its token does not allow", ["x-purpose", "AUDIT"]],
    ["stated twice", ["x-purpose", "MEMBER_MANAGEMENT", "X-Purpose", "MEMBER_MANAGEMENT"]],
  ])("refuses it when it is one %s", async (_, headers) => {
    expect(await refusal(bearer(await issuer.token(), ...headers), identity)).toMatch(/^AUTH_PURPOSE_REFUSED: /);
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
