import type { Kysely } from "kysely";
import type { ForeignMinistryTables } from "./tables.ts";

/** A country of ISO 3166-1: Vietnamese and English name by alpha-2 code. */
export interface Country {
  readonly code: string;
  readonly name: string;
  readonly nameEnglish: string;
}

/** All countries by code, in code order. */
export type Countries = ReadonlyMap<string, Country>;

/**
 * Reads the whole code list. Only a migration changes it, so a process reads it once, at its start, and no answer
 * costs a statement or a join for it.
 * @throws when the list is empty: the database has not been migrated.
 */
export async function readCountries(db: Kysely<ForeignMinistryTables>): Promise<Countries> {
  const countries = await db
    .selectFrom("country")
    .select(["code", "name", "name_english as nameEnglish"])
    .orderBy("code")
    .execute();
  if (countries.length === 0) throw new Error("The Foreign Ministry's database holds no countries: migrate it first.");
  return new Map(countries.map((country) => [country.code, country]));
}
