import type { Kysely } from "kysely";
import type { EnvelopeClaims } from "#contract/envelope.ts";
import { reachOf, type Reach } from "#contract/reach.ts";
import type { AgencyDatabase } from "#kit/database.ts";
import { activityTransferCounts, activityTransferPages } from "./activity-transfers.ts";
import { arrivalById } from "./arrivals.ts";
import { bodiesByOrganization } from "./home-organizations.ts";
import { memberById } from "./members.ts";
import { openTransferByMember, transferById } from "./open-transfers.ts";
import {
  applicationById,
  documentsByApplication,
  openApplicationByMember,
  stepsByApplication,
} from "./overseas-applications.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";
import { deadlinesByTransfer } from "./transfer-deadlines.ts";
import { documentsByTransfer } from "./transfer-documents.ts";
import { boxesByLetter, lettersByTransfer } from "./transfer-letters.ts";
import { stepsByTransfer } from "./transfer-steps.ts";
import { verificationLetterById } from "./verification-letters.ts";

/** What resolvers work with during one request. */
export interface ProvincialCommitteesContext {
  readonly claims: EnvelopeClaims;
  /** Where acts are taken, each in a transaction of its own. */
  readonly database: AgencyDatabase<ProvincialCommitteesTables>;
  /** Name of the process that serves a committee; null for one that no process serves. */
  readonly targetOf: (committee: string) => string | null;
  /** Sees the rows within `reach`. */
  readonly db: Kysely<ProvincialCommitteesTables>;
  readonly reach: Reach;
  readonly loaders: ReturnType<typeof createLoaders>;
}

/** A context for one request. */
export function createContext(
  database: AgencyDatabase<ProvincialCommitteesTables>,
  claims: EnvelopeClaims,
  targetOf: ProvincialCommitteesContext["targetOf"],
): ProvincialCommitteesContext {
  const reach = reachOf(claims);
  const db = database.within(reach);
  return { claims, database, targetOf, db, reach, loaders: createLoaders(db) };
}

const createLoaders = (db: Kysely<ProvincialCommitteesTables>) => ({
  memberById: memberById(db),
  activityTransferPages: activityTransferPages(db),
  activityTransferCounts: activityTransferCounts(db),
  stepsByTransfer: stepsByTransfer(db),
  lettersByTransfer: lettersByTransfer(db),
  boxesByLetter: boxesByLetter(db),
  documentsByTransfer: documentsByTransfer(db),
  deadlinesByTransfer: deadlinesByTransfer(db),
  transferById: transferById(db),
  openTransferByMember: openTransferByMember(db),
  applicationById: applicationById(db),
  openApplicationByMember: openApplicationByMember(db),
  stepsByApplication: stepsByApplication(db),
  documentsByApplication: documentsByApplication(db),
  arrivalById: arrivalById(db),
  verificationLetterById: verificationLetterById(db),
  bodiesByOrganization: bodiesByOrganization(db),
});
