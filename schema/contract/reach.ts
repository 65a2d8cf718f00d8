import type { Caller } from "./caller.ts";

/** Whose data a caller reaches. Each part opens rows of its own; what is empty, null or false opens none. */
export interface Reach {
  /** Committees whose members the caller answers for: their whole records. */
  readonly committees: readonly string[];
  /** The caller's own member id: the whole record. */
  readonly memberId: string | null;
  /**
   * The organization for which the caller takes members in: what it must know of those on their way to it, until the
   * policy's days after the move is closed.
   */
  readonly organization: string | null;
  /** Whether the caller keeps the register of stays abroad: all of that, and of travellers what it must know. */
  readonly isRegistrar: boolean;
}

/** The scope to see persons at all; the only one that agencies decide rows by, so no other needs to reach them. */
export const PERSON_SCOPE = "member:read";

/** The organization that keeps the register of stays abroad. */
export const REGISTRAR = "foreign-ministry";

const nobody: Reach = { committees: [], memberId: null, organization: null, isRegistrar: false };

/**
 * The one reading of claims, for all agencies. Nobody reaches a person without saying what for, and statistics and
 * audit reach no person at all; an officer needs the scope to see people, a member only to be one.
 */
export function reachOf({
  purpose,
  committees,
  organization,
  memberId,
  scopes,
}: Pick<Caller, "purpose" | "committees" | "organization" | "memberId" | "scopes">): Reach {
  if (purpose === "OWN_RECORD") return { ...nobody, memberId };
  if (!scopes.includes(PERSON_SCOPE)) return nobody;
  switch (purpose) {
    case "MEMBER_MANAGEMENT":
      return { ...nobody, committees };
    case "ACTIVITY_TRANSFER":
    case "OVERSEAS_MANAGEMENT":
      return {
        committees,
        memberId: null,
        organization: organization || null,
        isRegistrar: organization === REGISTRAR,
      };
    default:
      return nobody;
  }
}

/**
 * Whose papers a caller handles where no person stands in them: directory changes, reviews of the regulation. An office
 * needs no purpose for these; a member handles none.
 */
export const officeReachOf = ({
  committees,
  organization,
  memberId,
}: Pick<Caller, "committees" | "organization" | "memberId">): Reach =>
  memberId === null ? { ...nobody, committees, organization: organization || null } : nobody;

/** The organization that holds the registry and, with the registrar, reviews of the regulation. */
export const COMMISSION = "organization-commission";
