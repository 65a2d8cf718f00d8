import type { Kysely } from "kysely";
import { committeesByCode, predecessorsByCommittee } from "./committees.ts";
import { legalBasesByCode } from "./legal-bases.ts";
import { membersById } from "./members.ts";
import { organizationsById, subordinatesByOrganization } from "./party-organizations.ts";
import type { OrganizationCommissionTables } from "./tables.ts";

/** What the resolvers of one request work with. */
export type OrganizationCommissionContext = ReturnType<typeof createContext>;

/** Fresh loaders for one request, which sees one `today` from beginning to end. */
export const createContext = (db: Kysely<OrganizationCommissionTables>, indexKey: string, today: string) => ({
  db,
  indexKey,
  today,
  committeesByCode: committeesByCode(db),
  predecessorsByCommittee: predecessorsByCommittee(db),
  legalBasesByCode: legalBasesByCode(db),
  membersById: membersById(db),
  organizationsById: organizationsById(db),
  subordinatesOf: subordinatesByOrganization(db),
});
