import { hash } from "node:crypto";
import type { Caller } from "#contract/caller.ts";
import { errorCodes, type ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import { LRUCache } from "lru-cache";
import { refuse, type Log } from "../edge/errors.ts";
import { bearerToken, TokenRefusal } from "./bearer.ts";
import type { Issuer } from "./issuers.ts";
import { openKeySet } from "./key-set.ts";
import { statedPurpose } from "./purpose.ts";
import { openRevocations } from "./revocations.ts";
import { verifyToken, type TrustedIssuer, type VerifiedToken } from "./verify-token.ts";

/** Finds out who is calling. */
export interface Identity {
  /**
   * The caller of a request, with the purpose that it states.
   * @param rawHeaders names and values in turn, as Node has them
   * @throws AUTH_TOKEN_MISSING, AUTH_TOKEN_INVALID for every reason alike, AUTH_PURPOSE_REFUSED
   */
  readonly identify: (rawHeaders: readonly string[]) => Promise<Caller>;
  readonly close: () => void;
}

/** Whom to believe. */
export interface IdentityOptions {
  readonly issuers: readonly Issuer[];
  /** File of withdrawn token ids, one on each line; null for none. */
  readonly revocationsFile: string | null;
  readonly log: Log;
}

/** Callers at work at once, with room for the tokens they had before. */
const REMEMBERED_MAX = 20_000;

/**
 * Opens the issuers' keys and the list of withdrawn tokens. A verified token is remembered by the hash of all of it,
 * until it expires, is withdrawn, or its key is.
 * @throws when a file that it needs cannot be used
 */
export async function openIdentity({ issuers, revocationsFile, log }: IdentityOptions): Promise<Identity> {
  const revocations = await openRevocations(revocationsFile, log);
  const trusted = new Map<string, TrustedIssuer>();
  for (const issuer of issuers) trusted.set(issuer.issuer, { issuer, keySet: await openKeySet(issuer, log) });
  const remembered = new LRUCache<string, VerifiedToken>({ max: REMEMBERED_MAX });

  const callerOf = async (token: string): Promise<Caller> => {
    const digest = hash("sha256", token, "base64url");
    const known = remembered.get(digest);
    const isKnown = known?.keySet.isCurrent(known.keyId, known.key) === true;
    const verified = isKnown ? known : await verifyToken(token, trusted);
    if (!isKnown) remembered.set(digest, verified);
    const { caller } = verified;
    if (Date.now() / 1000 >= caller.expiresAt + limits.clockLeewaySeconds) throw new TokenRefusal("expired");
    if (revocations.includes(caller.tokenId)) throw new TokenRefusal("withdrawn");
    return caller;
  };

  return {
    identify: async (rawHeaders) => {
      try {
        const token = bearerToken(rawHeaders);
        if (token === null) throw refused("AUTH_TOKEN_MISSING");
        return statedPurpose(await callerOf(token), rawHeaders);
      } catch (error) {
        if (!(error instanceof TokenRefusal)) throw error;
        log.info(`A token is not accepted: ${error.message}.`);
        throw refused("AUTH_TOKEN_INVALID");
      }
    },
    close: () => {
      revocations.close();
      for (const { keySet } of trusted.values()) keySet.close();
    },
  };
}

/** Says nothing that would tell a forger how near a token came. */
const refused = (code: ErrorCode) => refuse(code, errorCodes[code].en);
