import type { Kysely } from "kysely";
import type { EnvelopeClaims } from "#contract/envelope.ts";
import { officeReachOf, reachOf } from "#contract/reach.ts";
import type { AgencyDatabase } from "#kit/database.ts";
import {
  arrivalsByAssignment,
  arrivalsById,
  foundedCellsByOrganization,
  officialDecisionsByAssignment,
  returnTransfersByAssignment,
} from "./arrivals.ts";
import { stepsByAssignment } from "./assignment-steps.ts";
import { assignmentsById } from "./assignments.ts";
import type { Countries } from "./countries.ts";
import { announcementsByChange, directoryChangesById } from "./directory-changes.ts";
import { directoryEntriesByOrganization } from "./directory-entries.ts";
import { currentAssignmentsByMember, assignmentListsByMember } from "./member-assignments.ts";
import { missionsById } from "./missions.ts";
import { answersByReview, commentsByReview, departuresByReview, reportsByReview } from "./review-reports.ts";
import { articlesByReview, questionsByReview, reviewsById } from "./reviews.ts";
import type { ForeignMinistryTables } from "./tables.ts";
import { verificationRequestsById } from "./verification-requests.ts";

/** What the resolvers of one request work with. */
export type ForeignMinistryContext = ReturnType<typeof createContext>;

/** Fresh loaders for one request; the countries are the process's own. */
export function createContext(
  database: AgencyDatabase<ForeignMinistryTables>,
  claims: EnvelopeClaims,
  { countries, routes }: { readonly countries: Countries; readonly routes: ReadonlyMap<string, string> },
) {
  const reach = reachOf(claims);
  const db = database.within(reach);
  const office = database.within(officeReachOf(claims));
  return {
    reach,
    db,
    /** For papers in which no person stands: directory changes and reviews. */
    office,
    organization: claims.organization,
    /** For acts, each of which is one transaction of its own. */
    database,
    claims,
    /** The process that serves each home committee. */
    routes,
    countries,
    ...registerLoaders(db),
    ...officeLoaders(office),
  };
}

const registerLoaders = (db: Kysely<ForeignMinistryTables>) => ({
  assignmentsById: assignmentsById(db),
  currentAssignmentsByMember: currentAssignmentsByMember(db),
  assignmentsOfMember: assignmentListsByMember(db),
  stepsByAssignment: stepsByAssignment(db),
  directoryEntriesByOrganization: directoryEntriesByOrganization(db),
  missionsById: missionsById(db),
  arrivalsById: arrivalsById(db),
  arrivalsByAssignment: arrivalsByAssignment(db),
  officialDecisionsByAssignment: officialDecisionsByAssignment(db),
  returnTransfersByAssignment: returnTransfersByAssignment(db),
  foundedCellsByOrganization: foundedCellsByOrganization(db),
  verificationRequestsById: verificationRequestsById(db),
});

const officeLoaders = (office: Kysely<ForeignMinistryTables>) => ({
  directoryChangesById: directoryChangesById(office),
  announcementsByChange: announcementsByChange(office),
  reviewsById: reviewsById(office),
  questionsByReview: questionsByReview(office),
  articlesByReview: articlesByReview(office),
  reportsByReview: reportsByReview(office),
  answersByReview: answersByReview(office),
  commentsByReview: commentsByReview(office),
  departuresByReview: departuresByReview(office),
});
