import type { Kysely } from "kysely";
import { loadManyByKey } from "#kit/batch.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Steps by transfer id, in the order they were passed. */
export const stepsByTransfer = (db: Kysely<ProvincialCommitteesTables>) =>
  loadManyByKey(
    (transferIds: readonly string[]) =>
      db
        .selectFrom("activity_transfer_step")
        .select([
          "transfer_id as transferId", "state", "entered_on as enteredOn",
          "organization_id as organizationId", "box_number as boxNumber",
        ])
        .where((eb) => eb("transfer_id", "=", eb.fn.any(eb.val([...transferIds]))))
        .orderBy("transfer_id")
        .orderBy("ordinal")
        .execute(),
    (step) => step.transferId,
  );
