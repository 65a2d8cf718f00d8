import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { openIdentity, type Identity } from "../../gateway/identity/identity.ts";
import { readIssuers, type Issuer } from "../../gateway/identity/issuers.ts";
import { changed } from "./identity/forged.ts";
import { bearer, bendableIssuer, INVALID, keptLog, refusal, seconds, type BendableIssuer } from "./identity/issuer.ts";

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

describe("a remembered token", () => {
  it("is expired when its time is over", async () => {
    const token = await issuer.token({ exp: seconds() + 10 });
    await identity.identify(bearer(token));
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 41_000 });
    expect(await refusal(bearer(token), identity)).toBe(INVALID);
  });

  it("is known by all of itself: one that differs in the last character is another", async () => {
    const token = await issuer.token();
    await identity.identify(bearer(token));
    expect(await refusal(bearer(changed(token)), identity)).toBe(INVALID);
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
  it("are waited for by all who come at once when they have become stale", async () => {
    const own = await openIdentity({ issuers: [issuer.trust], revocationsFile: null, log });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 7_200_000 });
    const tokens = await Promise.all([1, 2, 3].map((jti) => issuer.token({ jti: `at-once-${jti}` })));
    const callers = await Promise.all(tokens.map((token) => own.identify(bearer(token))));
    expect(callers).toHaveLength(3);
    own.close();
  });

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

const publicKey = () => JSON.parse(issuer.publicText) as object;

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
