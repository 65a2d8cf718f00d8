import { createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

/** A process with which events are exchanged. */
export interface EventPeer {
  /** Address of its own port, without a path. */
  readonly url: string;
  /** Ed25519, by which its deliveries and its receipts are known. */
  readonly publicKey: KeyObject;
}

/** Everybody with whom events are exchanged, and which process answers for a committee. */
export interface EventPeers {
  /** By the name of the process, `provincial-committees/north`. */
  readonly peers: ReadonlyMap<string, EventPeer>;
  /** Committee code to process name. */
  readonly routes: ReadonlyMap<string, string>;
}

/**
 * Reads `{ "peers": { name: { "url", "publicKey" } }, "routes": { committee: name } }`, public keys as base64url of
 * SPKI DER.
 * @throws Error that names what is wrong and where
 */
export function readEventPeers(json: string): EventPeers {
  const { peers = {}, routes = {} } = JSON.parse(json) as {
    peers?: Record<string, { url?: unknown; publicKey?: unknown }>;
    routes?: Record<string, unknown>;
  };
  const read = Object.entries(peers).map(([name, { url, publicKey }]): readonly [string, EventPeer] => {
    if (typeof url !== "string" || !/^https?:\/\/[^/]+$/.test(url)) {
      throw new Error(`the url of ${name} must be an address without a path`);
    }
    return [name, { url, publicKey: ed25519(name, () => readPublic(publicKey)) }];
  });
  const strange = Object.entries(routes).find(([, name]) => typeof name !== "string" || !Object.hasOwn(peers, name));
  if (strange) throw new Error(`the route of ${strange[0]} leads to no peer`);
  return { peers: new Map(read), routes: new Map(Object.entries(routes) as [string, string][]) };
}

/** Reads a private key as base64url of PKCS #8 DER. @throws Error that repeats nothing of the text */
export const readEventKey = (text: string): KeyObject =>
  ed25519("the event key", () =>
    createPrivateKey({ key: Buffer.from(text.trim(), "base64url"), format: "der", type: "pkcs8" }),
  );

const readPublic = (text: unknown) =>
  createPublicKey({ key: Buffer.from(String(text), "base64url"), format: "der", type: "spki" });

function ed25519(whose: string, read: () => KeyObject): KeyObject {
  const message = `${whose} must be an Ed25519 key, its DER as base64url`;
  try {
    const key = read();
    if (key.asymmetricKeyType === "ed25519") return key;
  } catch {
    // What the reader says may quote the key.
  }
  throw new Error(message);
}
