import type { Kysely } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import { given } from "./given.ts";
import type { OrganizationCommissionTables } from "./tables.ts";
import { validOn } from "./validity.ts";

/** Regulations and guidance, the oldest first: on a topic or all, of one day or every time. */
export const listLegalBases = (
  db: Kysely<OrganizationCommissionTables>,
  { on, topic }: { readonly on?: string | null; readonly topic?: string | null },
) =>
  selectLegalBases(db)
    .where(validOn(on))
    .where((eb) => eb.and(given({ topic })))
    .execute();

/** The regulations that bear on every departure in force on a day, the oldest first. */
export const legalBasesOfProcedures = (db: Kysely<OrganizationCommissionTables>, on: string) =>
  selectLegalBases(db)
    .where(validOn(on))
    .where("topic", "in", ["MEMBERS_ABROAD", "CHARTER", "CHARTER_GUIDANCE", "FORMS"])
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
    ])
    .orderBy("valid_from")
    .orderBy("code");
