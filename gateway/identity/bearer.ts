import { limits } from "#contract/limits.ts";

/** Why a token is not accepted: for the log, since the answer is the same for every reason. */
export class TokenRefusal extends Error {
  override readonly name = "TokenRefusal";
}

/**
 * The bearer token of a request, or null when there is no Authorization header.
 * @param rawHeaders names and values in turn as they came, because a parsed form hides repetitions
 * @throws TokenRefusal for a second header, a cookie beside it, another scheme, or anything that is no compact JWS
 */
export function bearerToken(rawHeaders: readonly string[]): string | null {
  const given = headerValues(rawHeaders, "authorization");
  if (given.length === 0) return null;
  if (given.length > 1) throw new TokenRefusal("several Authorization headers");
  if (headerValues(rawHeaders, "cookie").length > 0) throw new TokenRefusal("a cookie beside the token");
  const value = given[0] ?? "";
  if (value.length > limits.tokenBytesMax) throw new TokenRefusal("too long");
  const token = COMPACT_JWS.exec(value)?.[1];
  if (token === undefined) throw new TokenRefusal("not a bearer token of three parts");
  return token;
}

/** All values of a header, in the order they came. @param name in lower case */
export function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  const values: string[] = [];
  // Every request comes by here three times, and most names are told apart by their length.
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [given = "", value = ""] = [rawHeaders[index], rawHeaders[index + 1]];
    if (given.length === name.length && given.toLowerCase() === name) values.push(value);
  }
  return values;
}

/** Three parts and not the five of an encrypted token; an unsigned one, whose last part is empty, is none. */
const COMPACT_JWS = /^Bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)$/i;
