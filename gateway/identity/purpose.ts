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
  const stated = headerValues(rawHeaders, PURPOSE_HEADER);
  if (stated.length === 0) return caller;
  const purpose = stated[0] ?? "";
  if (stated.length > 1 || !isPurpose(purpose) || !caller.purposes.includes(purpose)) throw refused();
  return { ...caller, purpose };
}

/**
 * Holds a caller's purpose to those that a registered operation serves. A request without purpose passes, since it is
 * shown nothing about people.
 * @param registered null for a document that is not registered, which serves whatever its caller may
 * @throws AUTH_PURPOSE_REFUSED
 */
export function checkPurpose({ purpose }: Caller, registered: readonly Purpose[] | null): void {
  if (purpose !== null && registered !== null && !registered.includes(purpose)) throw refused();
}

const refused = () => refuse("AUTH_PURPOSE_REFUSED", errorCodes.AUTH_PURPOSE_REFUSED.en);
