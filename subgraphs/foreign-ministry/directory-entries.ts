import type { Kysely, Selection } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import { connectionOf, pageRequest, type PageArguments } from "#kit/page.ts";
import { countRows, given } from "./list-query.ts";
import type { ForeignMinistryTables, OverseasCellKind } from "./tables.ts";

const columns = [
  "organization_id as organizationId",
  "cell_kind as cellKind",
  "country_code as countryCode",
  "mission_id as missionId",
  "paper_office as paperOffice",
  "paper_address as paperAddress",
  "valid_from as validFrom",
  "valid_to as validTo",
  "is_synthetic as isSynthetic",
] as const;

/** A directory entry as its fields are answered; organization, country and mission are keys still. */
export type DirectoryEntry = Selection<ForeignMinistryTables, "overseas_directory_entry", (typeof columns)[number]>;

/** Entries by organization id, one statement for all that a request names; null for an organization at home. */
export const directoryEntriesByOrganization = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (organizationIds: readonly string[]) =>
      db
        .selectFrom("overseas_directory_entry")
        .select(columns)
        .where((eb) => eb("organization_id", "=", eb.fn.any(eb.val([...organizationIds]))))
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
  const matching = db
    .selectFrom("overseas_directory_entry")
    .where((eb) => eb.and(given({ country_code: country, cell_kind: cellKind, mission_id: mission })));
  const rows = await (after === undefined ? matching : matching.where("organization_id", ">", after))
    .select(columns)
    .orderBy("organization_id")
    .limit(page.size + 1)
    .execute();
  return connectionOf(rows, page, ({ organizationId }) => [organizationId], () => countRows(matching));
}
