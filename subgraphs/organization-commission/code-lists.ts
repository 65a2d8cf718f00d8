import { sql, type Kysely } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import type { OrganizationCommissionTables } from "./tables.ts";
import { given } from "./given.ts";
import { validOn } from "./validity.ts";

/** Versions of code lists with their items, by name and version: of one list or all, of one day or every time. */
export const listCodeLists = (
  db: Kysely<OrganizationCommissionTables>,
  { name, on }: { readonly name?: string | null; readonly on?: string | null },
) =>
  db
    .selectFrom("code_list")
    .select((eb) => [
      "name",
      "version",
      "title",
      "source",
      "valid_from as validFrom",
      "valid_to as validTo",
      jsonArrayFrom(
        eb
          .selectFrom("code_item")
          .select(["code_item.code", "code_item.label", "code_item.label_english as labelEnglish"])
          .where("code_item.list_name", "=", sql.ref<string>("code_list.name"))
          .where("code_item.list_version", "=", sql.ref<string>("code_list.version"))
          .orderBy("code_item.position"),
      ).as("items"),
    ])
    .where(validOn(on))
    .where((eb) => eb.and(given({ name })))
    .orderBy("name")
    .orderBy("version")
    .execute();
