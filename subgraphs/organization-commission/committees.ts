import { sql, type Kysely } from "kysely";
import { jsonArrayFrom } from "kysely/helpers/postgres";
import { loadByKey, loadManyByKey } from "#kit/batch.ts";
import { given } from "./given.ts";
import type { CommitteeTable, OrganizationCommissionTables } from "./tables.ts";
import { validOn, type Validity } from "./validity.ts";

/** A committee with all names it ever bore, the oldest first; there is always one. */
export interface Committee extends Validity {
  readonly code: string;
  readonly kind: CommitteeTable["kind"];
  readonly provinceCode: string | null;
  readonly successorCode: string | null;
  readonly names: readonly CommitteeName[];
  /** The day whose name a list shows, when it was asked for one. */
  readonly namedOn?: string;
}

interface CommitteeName {
  readonly validFrom: string;
  readonly name: string;
}

/** The name borne on a day: before the first one that, since a committee has a name whenever it is spoken of. */
export const nameOn = (names: readonly CommitteeName[], day: string) =>
  (names.findLast(({ validFrom }) => validFrom <= day) ?? names[0])?.name;

/** Committees with their names, to be narrowed by the caller. */
export const selectCommittees = (db: Kysely<OrganizationCommissionTables>) =>
  db.selectFrom("committee").select((eb) => [
    "committee.code",
    "committee.kind",
    "committee.province_code as provinceCode",
    "committee.valid_from as validFrom",
    "committee.valid_to as validTo",
    "committee.successor_code as successorCode",
    jsonArrayFrom(
      eb
        .selectFrom("committee_name")
        .select(["committee_name.valid_from as validFrom", "committee_name.name"])
        .where("committee_name.committee_code", "=", sql.ref<string>("committee.code"))
        .orderBy("committee_name.valid_from"),
    ).as("names"),
  ]);

/** Committees that stand on a day, by code, to be shown under the names of that day. */
export async function listCommittees(
  db: Kysely<OrganizationCommissionTables>,
  { asOf, kind }: { readonly asOf: string; readonly kind?: CommitteeTable["kind"] | null | undefined },
): Promise<readonly Committee[]> {
  const committees = await selectCommittees(db)
    .where(validOn(asOf))
    .where((eb) => eb.and(given({ kind })))
    .orderBy("code")
    .execute();
  return committees.map((committee) => ({ ...committee, namedOn: asOf }));
}

/** Committees by code, past ones too. */
export const committeesByCode = (db: Kysely<OrganizationCommissionTables>) =>
  loadByKey(
    (codes: readonly string[]): Promise<Committee[]> =>
      selectCommittees(db)
        .where((eb) => eb("code", "=", eb.fn.any(eb.val([...codes]))))
        .execute(),
    ({ code }) => code,
  );

/** The committees that each of many committees was made from, by code. */
export const predecessorsByCommittee = (db: Kysely<OrganizationCommissionTables>) =>
  loadManyByKey(
    (codes: readonly string[]): Promise<Committee[]> =>
      selectCommittees(db)
        .where((eb) => eb("successor_code", "=", eb.fn.any(eb.val([...codes]))))
        .orderBy("code")
        .execute(),
    ({ successorCode }) => successorCode ?? "",
  );
