import type { Caller } from "#contract/caller.ts";
import { limits } from "#contract/limits.ts";
import { decodeJwt, decodeProtectedHeader, jwtVerify } from "jose";
import { TokenRefusal } from "./bearer.ts";
import { callerOf } from "./caller-claims.ts";
import type { Issuer } from "./issuers.ts";
import type { KeySet, VerificationKey } from "./key-set.ts";

/** An issuer with its keys. */
export interface TrustedIssuer {
  readonly issuer: Issuer;
  readonly keySet: KeySet;
}

/** A verified token, with what must still hold when it is met again. */
export interface VerifiedToken {
  readonly caller: Caller;
  readonly keyId: string;
  readonly key: VerificationKey;
  readonly keySet: KeySet;
}

/** Nothing in a header but this: no key, no address of a key, no extension, no compression. */
const HEADER_NAMES: ReadonlySet<string> = new Set(["alg", "kid", "typ"]);
const REQUIRED_CLAIMS = ["iss", "aud", "exp", "nbf", "jti", "sub"];

/**
 * Verifies a token of three parts: by the key that its issuer published under the id in its header, and by the
 * algorithm of that key, whatever the header says beside it.
 * @param trusted issuers by their address
 * @throws TokenRefusal
 */
export async function verifyToken(
  token: string,
  trusted: ReadonlyMap<string, TrustedIssuer>,
): Promise<VerifiedToken> {
  const { keyId, algorithm, claimedIssuer } = unverifiedParts(token);
  const found = trusted.get(claimedIssuer);
  if (found === undefined) throw new TokenRefusal("an issuer that is not trusted");
  const { issuer, keySet } = found;
  const key = await keySet.find(keyId);
  if (key === undefined) throw new TokenRefusal("a key that its issuer does not publish");
  if (algorithm !== key.algorithm) throw new TokenRefusal("an algorithm that is not its key's");
  const { payload } = await jwtVerify(token, key.key, {
    algorithms: [key.algorithm],
    issuer: issuer.issuer,
    audience: issuer.audience,
    clockTolerance: limits.clockLeewaySeconds,
    requiredClaims: REQUIRED_CLAIMS,
  }).catch((error: unknown) => {
    // The library's codes and the names of claims are fixed texts, so nothing of the token gets into the log.
    const { code = "not verified", claim = "" } = error as { code?: string; claim?: string };
    throw new TokenRefusal(`${code} ${claim}`.trim());
  });
  return { caller: callerOf(payload, issuer), keyId, key, keySet };
}

/** What is needed to find the key, and is believed of nothing else. */
function unverifiedParts(token: string) {
  try {
    const header = decodeProtectedHeader(token);
    const { kid: keyId, alg: algorithm } = header;
    const { iss: claimedIssuer } = decodeJwt(token);
    if (typeof keyId !== "string" || typeof algorithm !== "string" || typeof claimedIssuer !== "string")
      throw new TokenRefusal("no key id, algorithm or issuer");
    if (!Object.keys(header).every((name) => HEADER_NAMES.has(name)))
      throw new TokenRefusal("a header that is not understood");
    return { keyId, algorithm, claimedIssuer };
  } catch (error) {
    throw error instanceof TokenRefusal ? error : new TokenRefusal("not readable");
  }
}
