import { isPurpose, type Caller, type Purpose } from "#contract/caller.ts";
import { errorCodes } from "#contract/errors.ts";
import { refuse } from "../edge/errors.ts";
import { headerValues } from "./bearer.ts";

/** The header in which a request says why it asks. */
const PURPOSE_HEADER = "x-purpose";

/**
 * The caller with the purpose of a request; none is stated by a request without the header.
 * @throws AUTH_PURPOSE_REFUSED for one that the token does not allow, that is none, or that is stated twice
 */
export function statedPurpose(caller: Caller, rawHeaders: readonly string[]): Caller {
  const given = headerValues(rawHeaders, PURPOSE_HEADER);
  if (given.length === 0) return caller;
  const purpose = given[0] ?? "";
  if (given.length > 1 || !isPurpose(purpose) || !caller.purposes.includes(purpose)) throw refused();
  return withPurpose(caller, purpose);
}

/** One object for each token and purpose, because what is worked out for a caller is remembered by it. */
const stated = new WeakMap<Caller, Map<Purpose, Caller>>();

function withPurpose(caller: Caller, purpose: Purpose): Caller {
  const known = stated.get(caller) ?? new Map<Purpose, Caller>();
  stated.set(caller, known);
  const remembered = known.get(purpose) ?? { ...caller, purpose };
  known.set(purpose, remembered);
  return remembered;
}

/**
 * Tells whether a registered operation serves the purpose of a caller. One who states none is served too, since they
 * are shown nothing about people.
 */
export const servesPurpose = (served: readonly Purpose[], { purpose }: Caller): boolean =>
  purpose === null || served.includes(purpose);

const refused = () => refuse("AUTH_PURPOSE_REFUSED", errorCodes.AUTH_PURPOSE_REFUSED.en);
