import type { Kysely } from "kysely";
import { loadManyByKey } from "#kit/batch.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** Letters by transfer id, in order of issue, void ones included. */
export const lettersByTransfer = (db: Kysely<ProvincialCommitteesTables>) =>
  loadManyByKey(
    (transferIds: readonly string[]) =>
      db
        .selectFrom("activity_transfer_letter")
        .select([
          "id", "transfer_id as transferId", "kind", "letter_number as letterNumber",
          "issued_on as issuedOn", "voided_on as voidedOn",
          "issuer_organization_id as issuerOrganizationId",
        ])
        .where((eb) => eb("transfer_id", "=", eb.fn.any(eb.val([...transferIds]))))
        .orderBy("transfer_id")
        .orderBy("issued_on")
        .orderBy("id")
        .execute(),
    (letter) => letter.transferId,
  );

/** Filled boxes by letter id, in the order of their numbers. */
export const boxesByLetter = (db: Kysely<ProvincialCommitteesTables>) =>
  loadManyByKey(
    (letterIds: readonly string[]) =>
      db
        .selectFrom("activity_transfer_letter_box")
        .select([
          "letter_id as letterId", "box_number as boxNumber", "number", "signed_on as signedOn",
          "from_organization_id as fromOrganizationId", "to_organization_id as toOrganizationId",
          "signer_office as signerOffice",
        ])
        .where((eb) => eb("letter_id", "=", eb.fn.any(eb.val([...letterIds]))))
        .orderBy("letter_id")
        .orderBy("box_number")
        .execute(),
    (box) => box.letterId,
  );
