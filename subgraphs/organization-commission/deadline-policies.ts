import type { Kysely } from "kysely";
import type { OrganizationCommissionTables } from "./tables.ts";
import { validOn } from "./validity.ts";

/** A time limit; `legalBasisCode` is null when the page that reports it names none. */
export interface DeadlinePolicy {
  readonly legalBasisCode: string | null;
}

/** Time limits by step and first day, local ones too: of one day or every time. */
export const listDeadlinePolicies = (
  db: Kysely<OrganizationCommissionTables>,
  { on }: { readonly on?: string | null },
) => selectDeadlinePolicies(db, on).execute();

/** The limits of the whole Party for a kind of move on a day; those of single units are their own affair. */
export const deadlinesOfMove = (db: Kysely<OrganizationCommissionTables>, moveKind: string, on: string) =>
  selectDeadlinePolicies(db, on)
    .where("local_to", "is", null)
    .where((eb) => eb(eb.val(moveKind), "=", eb.fn.any("move_kinds")))
    .execute();

const selectDeadlinePolicies = (db: Kysely<OrganizationCommissionTables>, on: string | null | undefined) =>
  db
    .selectFrom("deadline_policy")
    .select([
      "code",
      "step",
      "amount",
      "unit",
      "local_to as localTo",
      "legal_basis_code as legalBasisCode",
      "valid_from as validFrom",
      "valid_to as validTo",
      "is_inferred as isInferred",
    ])
    .where(validOn(on))
    .orderBy("step")
    .orderBy("valid_from")
    .orderBy("code");
