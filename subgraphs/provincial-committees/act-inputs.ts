import { countriesAbroad } from "#contract/countries.ts";
import { formCodes } from "#contract/lifecycles/vocabulary.ts";
import { id } from "#contract/shapes.ts";
import { requireDays } from "#kit/act-days.ts";
import { inputRefused } from "./acts.ts";

/** Fields of an input by name, each with its value. */
type Given<Value> = Readonly<Record<string, Value>>;

/** Lets codes of the Commission's list of forms pass. @throws ActRefused naming the field */
export function requireForms(given: Given<readonly string[]>): void {
  const known: readonly string[] = formCodes;
  for (const [field, codes] of Object.entries(given)) {
    if (codes.every((code) => known.includes(code))) continue;
    const message = `${field} takes codes of the Commission's list of forms: ${known.join(", ")}.`;
    throw inputRefused(field, "FORM_UNKNOWN", message);
  }
}

/** A month `YYYY-MM` in which a day may lie. @throws ActRefused naming the field */
export function requireMonth(given: Given<string>): string {
  const [[field = "", month = ""] = []] = Object.entries(given);
  if (!/^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw inputRefused(field, "MONTH_MALFORMED", `${field} is a month, written as YYYY-MM.`);
  }
  // The latest day that every month has: the first day of all lies in the midst of its month.
  requireDays({ [field]: `${month}-28` });
  return month;
}

/** ISO 3166-1 alpha-2 code of a country abroad. @throws ActRefused naming the field */
export function requireCountry(given: Given<string>): string {
  const [[field = "", code = ""] = []] = Object.entries(given);
  if (!/^[A-Z]{2}$/.test(code)) {
    throw inputRefused(field, "COUNTRY_MALFORMED", `${field} is the two-letter code of a country abroad.`);
  }
  if (countriesAbroad.includes(code)) return code;
  throw inputRefused(field, "COUNTRY_UNKNOWN", `${field} is the code of no country abroad.`);
}

/** An id as other agencies take it; null and absent pass. @throws ActRefused naming the field */
export function requireId(given: Given<string | null | undefined>): void {
  for (const [field, value] of Object.entries(given)) {
    if (value == null || id.fault(value, field) === null) continue;
    throw inputRefused(field, "ID_MALFORMED", `${field} is no id.`);
  }
}
