import type { Kysely } from "kysely";
import { loadManyByKey } from "#kit/batch.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Documents by transfer id, in order of issue. */
export const documentsByTransfer = (db: Kysely<ProvincialCommitteesTables>) =>
  loadManyByKey(
    (transferIds: readonly string[]) =>
      db
        .selectFrom("activity_transfer_document")
        .select([
          "id", "transfer_id as transferId", "form_code as formCode", "issued_on as issuedOn",
          "issuer_organization_id as issuerOrganizationId", "box_number as boxNumber",
        ])
        .where((eb) => eb("transfer_id", "=", eb.fn.any(eb.val([...transferIds]))))
        .orderBy("transfer_id")
        .orderBy("issued_on")
        .orderBy("id")
        .execute(),
    (document) => document.transferId,
  );
