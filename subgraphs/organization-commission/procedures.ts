import { sql, type Kysely } from "kysely";
import { refuse } from "#kit/errors.ts";
import type { OrganizationCommissionTables } from "./tables.ts";
import { validOn } from "./validity.ts";

/** A stay abroad as a clerk asks about it. */
export interface ProcedureArguments {
  readonly purpose: string;
  readonly country: string;
  /** Whole months, rounded down. */
  readonly months: number;
  /** Members travelling together, this one included. */
  readonly groupSize: number;
  readonly on: string;
  readonly organizationExists: boolean;
}

/** The rule that fits a stay; what follows from it is read when asked for. */
export interface Procedure {
  readonly moveKind: string;
  readonly ruleVersionCode: string;
  readonly isInferred: boolean;
  readonly purpose: string;
  readonly on: string;
}

/**
 * The one rule that fits a stay; null before the first rule date.
 * @throws INPUT_MALFORMED for a country code that is not one, Việt Nam's own, negative months or an empty group
 */
export async function procedureFor(
  db: Kysely<OrganizationCommissionTables>,
  { purpose, country, months, groupSize, on, organizationExists }: ProcedureArguments,
): Promise<Procedure | null> {
  if (!/^[A-Z]{2}$/.test(country)) {
    throw refuse("INPUT_MALFORMED", "country is an ISO 3166-1 alpha-2 code, two capital letters.");
  }
  if (country === "VN") throw refuse("INPUT_MALFORMED", "country must be abroad, but it was VN.");
  if (months < 0) throw refuse("INPUT_MALFORMED", `months must not be negative, but it was ${months}.`);
  if (groupSize < 1) throw refuse("INPUT_MALFORMED", `groupSize must be at least 1, but it was ${groupSize}.`);
  const rule = await db
    .selectFrom("procedure_rule")
    .select(["move_kind as moveKind", "legal_basis_code as ruleVersionCode", "is_inferred as isInferred"])
    .where(validOn(on))
    .where((eb) => eb(eb.val(purpose), "=", eb.fn.any("purposes")))
    .where(sql<boolean>`months @> ${months}::integer and group_size @> ${groupSize}::integer`)
    .where((eb) => eb.or([eb("organization_exists", "is", null), eb("organization_exists", "=", organizationExists)]))
    .executeTakeFirst();
  return rule ? { ...rule, purpose, on } : null;
}

/** Papers of a procedure, in the order of the steps. */
export const formsOf = (db: Kysely<OrganizationCommissionTables>, { moveKind, purpose, on }: Procedure) =>
  db
    .selectFrom("procedure_form")
    .innerJoin("form", "form.code", "form_code")
    .select(["form.code", "form.number", "form.name", "form.name_english as nameEnglish"])
    .where("move_kind", "=", moveKind)
    .where(validOn(on))
    .where((eb) => eb(eb.val(purpose), "=", eb.fn.any("purposes")))
    .orderBy("position")
    .execute();

/** Who signs, members under a local committee first; empty when nothing is signed. */
export const signersOf = (db: Kysely<OrganizationCommissionTables>, { moveKind, on }: Procedure) =>
  db
    .selectFrom("procedure_signer")
    .select(["body", "office"])
    .where((eb) => eb(eb.val(moveKind), "=", eb.fn.any("move_kinds")))
    .where(validOn(on))
    .orderBy("body", "desc")
    .execute();
