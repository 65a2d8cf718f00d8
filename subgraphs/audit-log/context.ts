import type { Reach } from "#contract/reach.ts";
import type { AgencyDatabase } from "#kit/database.ts";
import type { PseudonymsOf } from "./pseudonyms.ts";
import type { AuditLogTables } from "./tables.ts";

/** What the resolvers of one request work with. */
export type AuditLogContext = ReturnType<typeof createContext>;

/** For one request: the accesses within the caller's reach, a member's under the names that the log has for them. */
export const createContext = (database: AgencyDatabase<AuditLogTables>, reach: Reach, pseudonymsOf: PseudonymsOf) => ({
  db: database.within({ ...reach, pseudonyms: reach.memberId === null ? [] : pseudonymsOf(reach.memberId) }),
  reach,
  pseudonymsOf,
});
