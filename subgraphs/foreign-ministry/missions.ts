import type { Kysely } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import { connectionOf, pageRequest, type PageArguments } from "#kit/page.ts";
import { countRows, given } from "./list-query.ts";
import type { ForeignMinistryTables } from "./tables.ts";

const columns = ["id", "kind", "name", "country_code as countryCode", "city", "is_synthetic as isSynthetic"] as const;

/** Missions by id, one statement for all that a request names. */
export const missionsById = (db: Kysely<ForeignMinistryTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("mission")
        .select(columns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    (mission) => mission.id,
  );

/** Missions, all or those of one country, by id. */
export async function listMissions(
  db: Kysely<ForeignMinistryTables>,
  { country, ...pageArguments }: PageArguments & { readonly country?: string | null },
) {
  const page = pageRequest(pageArguments, 1);
  const [after] = page.after ?? [];
  const matching = db.selectFrom("mission").where((eb) => eb.and(given({ country_code: country })));
  const rows = await (after === undefined ? matching : matching.where("id", ">", after))
    .select(columns)
    .orderBy("id")
    .limit(page.size + 1)
    .execute();
  return connectionOf(rows, page, ({ id }) => [id], () => countRows(matching));
}
