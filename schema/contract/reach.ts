import type { Caller } from "./caller.ts";
import { scopes } from "./scopes.ts";

/** Whose data a caller reaches. Each part opens rows of its own; what is empty or null opens none. */
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
  /** Whether the caller keeps the register of stays abroad: that register, and of the travellers what it must know. */
  readonly isRegistrar: boolean;
}

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
  scopes: granted,
}: Pick<Caller, "purpose" | "committees" | "organization" | "memberId" | "scopes">): Reach {
  if (purpose === "OWN_RECORD") return { ...nobody, memberId };
  if (!granted.includes(scopes.readPersons)) return nobody;
  const receiving = { committees, memberId: null, organization: organization || null };
  switch (purpose) {
    case "MEMBER_MANAGEMENT":
      return { ...nobody, committees };
    case "ACTIVITY_TRANSFER":
      return { ...receiving, isRegistrar: false };
    case "OVERSEAS_MANAGEMENT":
      return { ...receiving, isRegistrar: granted.includes(scopes.readOverseasRegister) };
    default:
      return nobody;
  }
}
