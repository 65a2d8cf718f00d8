import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { readEventKey, readEventPeers } from "./event-keys.ts";

const { publicKey, privateKey } = generateKeyPairSync("ed25519");
const spki = publicKey.export({ format: "der", type: "spki" }).toString("base64url");
const pkcs8 = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64url");
const { publicKey: rsa } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const url = "http://127.0.0.1:4002";

describe("the peers of a process", () => {
  it("are read with their keys and routes", () => {
    const { peers, routes } = readEventPeers(
      JSON.stringify({ peers: { "foreign-ministry": { url, publicKey: spki } }, routes: { "PTC-01": "foreign-ministry" } }),
    );
    expect(peers.get("foreign-ministry")?.publicKey.equals(publicKey)).toBe(true);
    expect(routes.get("PTC-01")).toBe("foreign-ministry");
  });

  it.each([
    ["a route to nobody", { peers: {}, routes: { "PTC-01": "x" } }, "the route of PTC-01 leads to no peer"],
    ["an address with a path", { peers: { a: { url: `${url}/graphql`, publicKey: spki } } }, "the url of a must be an address without a path"],
    ["no key", { peers: { a: { url } } }, "a must be an Ed25519 key, its DER as base64url"],
    ["a private key", { peers: { a: { url, publicKey: pkcs8 } } }, "a must be an Ed25519 key, its DER as base64url"],
    ["another kind of key", { peers: { a: { url, publicKey: rsa.export({ format: "der", type: "spki" }).toString("base64url") } } }, "a must be an Ed25519 key, its DER as base64url"],
  ])("are refused with %s", (_, file, message) => expect(() => readEventPeers(JSON.stringify(file))).toThrow(message));
});

describe("the key of a process", () => {
  it("is read from its file's text", () => expect(readEventKey(`${pkcs8}\n`).equals(privateKey)).toBe(true));

  it("is refused without being repeated", () => {
    expect(() => readEventKey(spki)).toThrow("the event key must be an Ed25519 key, its DER as base64url");
  });
});
