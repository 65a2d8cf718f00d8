import type { Kysely, Selection } from "kysely";
import { loadByKey, loadManyByKey } from "#kit/batch.ts";
import { connectionOf, type PageArguments } from "#kit/page.ts";
import { countRows, dayPageRequest, given } from "./list-query.ts";
import type { ForeignMinistryTables } from "./tables.ts";

const changeColumns = [
  "id",
  "organization_id as organizationId",
  "number",
  "effective_from as effectiveFrom",
  "paper_office as paperOffice",
  "paper_address as paperAddress",
  "valid_to as validTo",
  "announced_on as announcedOn",
  "is_synthetic as isSynthetic",
] as const;

/** A change as its fields are answered; the organization is a key still. */
export type DirectoryChange = Selection<ForeignMinistryTables, "directory_change", (typeof changeColumns)[number]>;

/** What the list can be narrowed to; every condition that is given must hold. */
export interface DirectoryChangeArguments extends PageArguments {
  readonly organization?: string | null;
  /** False: somebody whom the caller answers for has not read it. True: all of them have. */
  readonly isRead?: boolean | null;
}

/** Changes of the directory, the latest announced first, then by id downwards. */
export async function listDirectoryChanges(
  db: Kysely<ForeignMinistryTables>,
  { organization, isRead, ...pageArguments }: DirectoryChangeArguments,
) {
  const page = dayPageRequest(pageArguments);
  const matching = db
    .selectFrom("directory_change")
    .where((eb) => eb.and(given({ organization_id: organization })))
    .where(({ and, exists, not, selectFrom }) => {
      if (isRead == null) return and([]);
      const unread = exists(
        selectFrom("directory_announcement")
          .whereRef("change_id", "=", "directory_change.id")
          .where("read_on", "is", null)
          .select("change_id"),
      );
      return isRead ? not(unread) : unread;
    });
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) =>
      page.after ? eb(refTuple("announced_on", "id"), "<", tuple(...page.after)) : and([]),
    )
    .select(changeColumns)
    .orderBy("announced_on", "desc")
    .orderBy("id", "desc")
    .limit(page.size + 1)
    .execute();
  return connectionOf(rows, page, ({ announcedOn, id }) => [announcedOn, id], () => countRows(matching));
}

/** Changes by id, one statement for all that a request names. */
export const directoryChangesById = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("directory_change")
        .select(changeColumns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );

/** To whom changes were announced and who has read them, by committee; one statement for all changes of a request. */
export const announcementsByChange = (db: Kysely<ForeignMinistryTables>) =>
  loadManyByKey(
    (changeIds: readonly string[]) =>
      db
        .selectFrom("directory_announcement")
        .select(["change_id as changeId", "committee_code as committeeCode", "read_on as readOn"])
        .where((eb) => eb("change_id", "=", eb.fn.any(eb.val([...changeIds]))))
        .orderBy("change_id")
        .orderBy("committee_code")
        .execute(),
    ({ changeId }) => changeId,
  );
