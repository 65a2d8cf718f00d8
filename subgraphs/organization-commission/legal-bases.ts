import type { Kysely } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import type { OrganizationCommissionTables } from "./tables.ts";
import { validOn } from "./validity.ts";

/** Regulations and guidance, the oldest first: on some topics or all, of one day or every time. */
export const listLegalBases = (
  db: Kysely<OrganizationCommissionTables>,
  { on, topics }: { readonly on?: string | null | undefined; readonly topics?: readonly string[] | undefined },
) =>
  selectLegalBases(db)
    .where(validOn(on))
    .$if(topics !== undefined, (query) => query.where((eb) => eb("topic", "=", eb.fn.any(eb.val([...topics!])))))
    .orderBy("valid_from")
    .orderBy("code")
    .execute();

/** Regulations and guidance by code. */
export const legalBasesByCode = (db: Kysely<OrganizationCommissionTables>) =>
  loadByKey(
    (codes: readonly string[]) =>
      selectLegalBases(db)
        .where((eb) => eb("code", "=", eb.fn.any(eb.val([...codes]))))
        .execute(),
    ({ code }) => code,
  );

const selectLegalBases = (db: Kysely<OrganizationCommissionTables>) =>
  db
    .selectFrom("legal_basis")
    .select([
      "code",
      "number",
      "topic",
      "title",
      "issued_on as issuedOn",
      "valid_from as validFrom",
      "valid_to as validTo",
      "is_inferred as isInferred",
    ]);
