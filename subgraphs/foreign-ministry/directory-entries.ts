import { sql, type Kysely, type RawBuilder } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import { connectionOf, pageRequest, type PageArguments } from "#kit/page.ts";
import { countRows, given } from "./list-query.ts";
import type { OverseasCellKind } from "./stay-vocabulary.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** Entries as they stand on a day: what the newest change in force says, or else what they began with. */
const entriesOn = (db: Kysely<ForeignMinistryTables>, day: RawBuilder<string>) =>
  db
    .selectFrom("overseas_directory_entry")
    .leftJoinLateral(
      (eb) =>
        eb
          .selectFrom("directory_change")
          .select(["number", "paper_office", "paper_address", "valid_to"])
          .whereRef("organization_id", "=", "overseas_directory_entry.organization_id")
          .where("effective_from", "<=", day)
          .orderBy("number", "desc")
          .limit(1)
          .as("change"),
      (join) => join.onTrue(),
    )
    .select(({ case: when, fn, ref }) => [
      "overseas_directory_entry.organization_id as organizationId",
      "cell_kind as cellKind",
      "country_code as countryCode",
      "mission_id as missionId",
      fn.coalesce("change.paper_office", "overseas_directory_entry.paper_office").as("paperOffice"),
      fn.coalesce("change.paper_address", "overseas_directory_entry.paper_address").as("paperAddress"),
      "valid_from as validFrom",
      when()
        .when("change.number", "is", null)
        .then(ref("overseas_directory_entry.valid_to"))
        .else(ref("change.valid_to"))
        .end()
        .as("validTo"),
      "version",
      "is_synthetic as isSynthetic",
    ]);

const entriesToday = (db: Kysely<ForeignMinistryTables>) => entriesOn(db, sql<string>`current_day()`);

/** The entries of organizations that work on a day: none that has ended, and none that has yet to begin. */
export const standingEntries = (db: Kysely<ForeignMinistryTables>, day: string) =>
  db
    .selectFrom(entriesOn(db, sql<string>`${day}`).as("entry"))
    .selectAll()
    .where("validFrom", "<=", day)
    .where((eb) => eb.or([eb("validTo", "is", null), eb("validTo", ">=", day)]));

/** A directory entry as its fields are answered; organization, country and mission are keys still. */
export type DirectoryEntry = Awaited<ReturnType<ReturnType<typeof entriesToday>["execute"]>>[number];

/** Entries by organization id, one statement for all that a request names; null for an organization at home. */
export const directoryEntriesByOrganization = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (organizationIds: readonly string[]) =>
      entriesToday(db)
        .where((eb) => eb("overseas_directory_entry.organization_id", "=", eb.fn.any(eb.val([...organizationIds]))))
        .execute(),
    (entry) => entry.organizationId,
  );

/** What the directory can be narrowed to; every condition that is given must hold. */
export interface DirectoryArguments extends PageArguments {
  readonly country?: string | null;
  readonly cellKind?: OverseasCellKind | null;
  readonly mission?: string | null;
}

/** The directory, by organization id. */
export async function listDirectoryEntries(
  db: Kysely<ForeignMinistryTables>,
  { country, cellKind, mission, ...pageArguments }: DirectoryArguments,
) {
  const page = pageRequest(pageArguments, 1);
  const [after] = page.after ?? [];
  const wanted = given({ country_code: country, cell_kind: cellKind, mission_id: mission });
  const entries = entriesToday(db).where((eb) => eb.and(wanted));
  const rows = await (after === undefined
    ? entries
    : entries.where("overseas_directory_entry.organization_id", ">", after))
    .orderBy("overseas_directory_entry.organization_id")
    .limit(page.size + 1)
    .execute();
  const matching = db.selectFrom("overseas_directory_entry").where((eb) => eb.and(wanted));
  return connectionOf(rows, page, ({ organizationId }) => [organizationId], () => countRows(matching));
}
