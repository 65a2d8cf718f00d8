import { createHmac, generateKeyPairSync, sign } from "node:crypto";

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Tokens of the clerk with a signature that is not the issuer's, by what they try. */
export function forgeries(token: string): Readonly<Record<string, string>> {
  const [head = "", claims = ""] = token.replace("Bearer ", "").split(".");
  const { kid } = JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string };
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const signed = (header: object) => {
    const text = `${encode(header)}.${claims}`;
    return `${text}.${sign(null, Buffer.from(text), privateKey).toString("base64url")}`;
  };
  const hmac = `${encode({ alg: "HS256", kid })}.${claims}`;
  const pem = publicKey.export({ format: "pem", type: "spki" }).toString();
  return {
    "N01, no algorithm": `${encode({ alg: "none", kid })}.${claims}.`,
    "N03, a public key as a secret": `${hmac}.${createHmac("sha256", pem).update(hmac).digest("base64url")}`,
    "N05, SQL in the key's id": signed({ alg: "EdDSA", kid: "x' UNION SELECT 'k" }),
    "N07, a key of its own": signed({ alg: "EdDSA", kid, jwk: publicKey.export({ format: "jwk" }) }),
    "another key under the same id": signed({ alg: "EdDSA", kid }),
  };
}
