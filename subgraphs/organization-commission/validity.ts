import { sql } from "kysely";

/** A period of whole days, both included; `validTo` is null while it lasts. */
export interface Validity {
  readonly validFrom: string;
  readonly validTo: string | null;
}

/** Keeps the rows whose period holds a day, or all rows when there is none. For statements over one such table. */
export const validOn = (day: string | null | undefined) =>
  day == null ? sql<boolean>`true` : sql<boolean>`valid_from <= ${day} and (valid_to is null or valid_to >= ${day})`;
