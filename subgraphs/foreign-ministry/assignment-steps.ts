import type { Kysely } from "kysely";
import { loadManyByKey } from "#kit/batch.ts";
import type { ForeignMinistryTables } from "./tables.ts";

const columns = [
  "assignment_id as assignmentId",
  "state",
  "reached_on as reachedOn",
  "reached_by as reachedBy",
  "country_code as countryCode",
  "expected_return_on as expectedReturnOn",
] as const;

/** The steps of many assignments in one statement, oldest first within each. */
export const stepsByAssignment = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey(
    (assignmentIds: readonly string[]) =>
      db
        .selectFrom("overseas_assignment_step")
        .select(columns)
        .where((eb) => eb("assignment_id", "=", eb.fn.any(eb.val([...assignmentIds]))))
        .orderBy("assignment_id")
        .orderBy("number")
        .execute(),
    (step) => step.assignmentId,
  );
