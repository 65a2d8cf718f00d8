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
  /** Whether the caller checks who has looked at what; of people that shows nothing. Absent, they do not. */
  readonly isAuditor?: boolean;
  /** The names under which the audit log knows the caller's own member; only that agency fills them in. */
  readonly pseudonyms?: readonly string[];
}

/** The scope to see persons at all. */
export const PERSON_SCOPE = "member:read";

/** The scope to read who has looked at whom. */
const AUDIT_SCOPE = "audit:read";

/** The only scopes that agencies decide rows by, so no others need to reach them. */
export const ROW_SCOPES: readonly string[] = [PERSON_SCOPE, AUDIT_SCOPE];

/** The organization that keeps the register of stays abroad. */
export const REGISTRAR = "foreign-ministry";

const nobody: Reach = { committees: [], memberId: null, organization: null, isRegistrar: false };

/**
 * The one reading of claims, for all agencies. Nobody reaches a person without saying what for, and statistics and
 * audit reach no person at all, though an audit the accesses to them; an officer needs the scope to see people, a
 * member only to be one.
 */
export function reachOf({
  purpose,
  committees,
  organization,
  memberId,
  scopes,
}: Pick<Caller, "purpose" | "committees" | "organization" | "memberId" | "scopes">): Reach {
  if (purpose === "OWN_RECORD") return { ...nobody, memberId };
  if (purpose === "AUDIT") return { ...nobody, isAuditor: scopes.includes(AUDIT_SCOPE) };
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
