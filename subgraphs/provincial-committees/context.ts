import type { Kysely } from "kysely";
import { activityTransferCounts, activityTransferPages } from "./activity-transfers.ts";
import { memberById } from "./members.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";
import { deadlinesByTransfer } from "./transfer-deadlines.ts";
import { documentsByTransfer } from "./transfer-documents.ts";
import { boxesByLetter, lettersByTransfer } from "./transfer-letters.ts";
import { stepsByTransfer } from "./transfer-steps.ts";

/** What resolvers work with during one request. */
export interface ProvincialCommitteesContext {
  readonly db: Kysely<ProvincialCommitteesTables>;
  readonly loaders: ReturnType<typeof createLoaders>;
}

/** A context for one request. */
export const createContext = (db: Kysely<ProvincialCommitteesTables>): ProvincialCommitteesContext => ({
  db,
  loaders: createLoaders(db),
});

const createLoaders = (db: Kysely<ProvincialCommitteesTables>) => ({
  memberById: memberById(db),
  activityTransferPages: activityTransferPages(db),
  activityTransferCounts: activityTransferCounts(db),
  stepsByTransfer: stepsByTransfer(db),
  lettersByTransfer: lettersByTransfer(db),
  boxesByLetter: boxesByLetter(db),
  documentsByTransfer: documentsByTransfer(db),
  deadlinesByTransfer: deadlinesByTransfer(db),
});
