import type { Kysely } from "kysely";
import { loadByKey, loadManyByKey } from "#kit/batch.ts";
import type { ForeignMinistryTables } from "./tables.ts";

const columns = [
  "id",
  "assignment_id as assignmentId",
  "version",
  "kind",
  "state",
  "letter_number as letterNumber",
  "letter_issued_on as letterIssuedOn",
  "present_due_on as presentDueOn",
  "is_file_list_certified as isFileListCertified",
  "presented_on as presentedOn",
  "late_reason as lateReason",
  "checked_on as checkedOn",
  "return_reason as returnReason",
  "returned_on as returnedOn",
  "accepted_on as acceptedOn",
] as const;

/** Arrivals by id, one statement for all that a request names. */
export const arrivalsById = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("arrival")
        .select(columns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );

/** The transfers by which members came, the latest letter first within each stay. */
export const arrivalsByAssignment = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey(
    (assignmentIds: readonly string[]) =>
      db
        .selectFrom("arrival")
        .select(columns)
        .where((eb) => eb("assignment_id", "=", eb.fn.any(eb.val([...assignmentIds]))))
        .orderBy("assignment_id")
        .orderBy("letter_issued_on", "desc")
        .orderBy("id")
        .execute(),
    ({ assignmentId }) => assignmentId,
  );

/** What is decided about probationary members abroad, by stay; null where home has assessed nobody. */
export const officialDecisionsByAssignment = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (assignmentIds: readonly string[]) =>
      db
        .selectFrom("official_decision")
        .select([
          "assignment_id as assignmentId",
          "home_assessed_on as homeAssessedOn",
          "is_recommended as isRecommended",
          "decided_on as decidedOn",
          "decision_number as decisionNumber",
          "is_recognized as isRecognized",
        ])
        .where((eb) => eb("assignment_id", "=", eb.fn.any(eb.val([...assignmentIds]))))
        .execute(),
    ({ assignmentId }) => assignmentId,
  );

/** The transfers by which the ministry sends members home, by stay. */
export const returnTransfersByAssignment = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (assignmentIds: readonly string[]) =>
      db
        .selectFrom("return_transfer")
        .select([
          "id",
          "assignment_id as assignmentId",
          "kind",
          "state",
          "letter_number as letterNumber",
          "issued_on as issuedOn",
          "present_by as presentBy",
          "loss_confirmed_on as lossConfirmedOn",
        ])
        .where((eb) => eb("assignment_id", "=", eb.fn.any(eb.val([...assignmentIds]))))
        .execute(),
    ({ assignmentId }) => assignmentId,
  );

/** Cells that the ministry founded, by organization; null for those that are older. */
export const foundedCellsByOrganization = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (organizationIds: readonly string[]) =>
      db
        .selectFrom("founded_cell")
        .select([
          "organization_id as organizationId",
          "name",
          "is_reserve as isReserve",
          "decision_number as decisionNumber",
          "founded_on as foundedOn",
        ])
        .where((eb) => eb("organization_id", "=", eb.fn.any(eb.val([...organizationIds]))))
        .execute(),
    ({ organizationId }) => organizationId,
  );
