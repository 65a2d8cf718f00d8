import type { Kysely } from "kysely";
import { stepsByAssignment } from "./assignment-steps.ts";
import { assignmentsById } from "./assignments.ts";
import type { Countries } from "./countries.ts";
import { directoryEntriesByOrganization } from "./directory-entries.ts";
import { assignmentListsByMember, currentAssignmentsByMember } from "./member-assignments.ts";
import { missionsById } from "./missions.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** What the resolvers of one request work with. */
export type ForeignMinistryContext = ReturnType<typeof createContext>;

/** Fresh loaders for one request; the countries are the process's own. */
export const createContext = (db: Kysely<ForeignMinistryTables>, countries: Countries) => ({
  db,
  countries,
  assignmentsById: assignmentsById(db),
  currentAssignmentsByMember: currentAssignmentsByMember(db),
  assignmentsOfMember: assignmentListsByMember(db),
  stepsByAssignment: stepsByAssignment(db),
  directoryEntriesByOrganization: directoryEntriesByOrganization(db),
  missionsById: missionsById(db),
});
