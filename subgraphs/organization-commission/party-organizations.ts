import { sql, type Kysely, type SelectQueryBuilder } from "kysely";
import { loadByKey, loadPagesByKey } from "#kit/batch.ts";
import { connectionOf, pageRequest, type Connection, type PageArguments, type PageRequest } from "#kit/page.ts";
import { given } from "./given.ts";
import type { OrganizationCommissionTables, PartyOrganizationTable } from "./tables.ts";
import { validOn, type Validity } from "./validity.ts";

/** A home or overseas organization with the ids of all above it, from the head of the tree down. */
export interface PartyOrganization extends Validity {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: PartyOrganizationTable["kind"];
  readonly level: PartyOrganizationTable["level"];
  readonly committeeCode: string;
  readonly superiorIds: readonly string[];
}

/** What a list of organizations may be narrowed by; null asks for nothing, except that `asOf` is today then. */
export interface PartyOrganizationFilter {
  readonly committee?: string | null;
  readonly under?: string | null;
  readonly kind?: PartyOrganizationTable["kind"] | null;
  readonly level?: PartyOrganizationTable["level"] | null;
  readonly asOf?: string | null;
}

/** Columns of an organization, for every statement that reads one. */
export const organizationColumns = [
  "party_organization.id",
  "party_organization.code",
  "party_organization.name",
  "party_organization.kind",
  "party_organization.level",
  "party_organization.committee_code as committeeCode",
  "party_organization.superior_ids as superiorIds",
  "party_organization.valid_from as validFrom",
  "party_organization.valid_to as validTo",
] as const;

/** Organizations by id; a whole chain of superiors is one batch, because each organization names all of them. */
export const organizationsById = (db: Kysely<OrganizationCommissionTables>) =>
  loadByKey(
    (ids: readonly string[]): Promise<PartyOrganization[]> =>
      db
        .selectFrom("party_organization")
        .select(organizationColumns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );

/** A page of the registry by code and then id. */
export async function listOrganizations(
  db: Kysely<OrganizationCommissionTables>,
  { filter, ...pageArguments }: PageArguments & { readonly filter?: PartyOrganizationFilter | null },
  today: string,
): Promise<Connection<PartyOrganization>> {
  const { committee, under, kind, level, asOf } = filter ?? {};
  const page = pageRequest(pageArguments, 2);
  const matching = db
    .selectFrom("party_organization")
    .where(validOn(asOf ?? today))
    .where((eb) => eb.and(given({ committee_code: committee, kind, level })))
    .where(under == null ? sql<boolean>`true` : sql<boolean>`superior_ids @> ${[under]}::text[]`);
  const rows = await onPage(matching, page).select(organizationColumns).execute();
  return connectionOf(rows, page, cursorOf, async () => {
    const { count } = await matching.select((eb) => eb.fn.countAll<string>().as("count")).executeTakeFirstOrThrow();
    return Number(count);
  });
}

/** The list below one organization. The same page below many is one statement, and so are their totals. */
export function subordinatesByOrganization(db: Kysely<OrganizationCommissionTables>) {
  const pages = loadPagesByKey(
    (ids: readonly string[], page) => subordinatePages(db, ids, page).execute(),
    ({ superiorIds }) => superiorIds.at(-1) ?? "",
  );
  const totals = loadByKey(
    (ids: readonly string[]) => subordinateTotals(db, ids).execute(),
    ({ superiorId }) => superiorId ?? "",
  );
  return async (id: string, pageArguments: PageArguments): Promise<Connection<PartyOrganization>> => {
    const page = pageRequest(pageArguments, 2);
    const rows = await pages(id, page);
    return connectionOf(rows, page, cursorOf, async () => Number((await totals.load(id))?.count ?? 0));
  };
}

/** A lateral join reads `size + 1` rows a superior off the index, however many there are. */
const subordinatePages = (db: Kysely<OrganizationCommissionTables>, ids: readonly string[], page: PageRequest) =>
  db
    .selectFrom(sql<{ id: string }>`unnest(${[...ids]}::text[])`.as<"superior">(sql`superior(id)`))
    .innerJoinLateral(
      onPage(db.selectFrom("party_organization"), page)
        .select(organizationColumns)
        .where("superior_id", "=", sql.ref<string>("superior.id"))
        .as("subordinate"),
      (join) => join.onTrue(),
    )
    .selectAll("subordinate")
    .orderBy("superior.id")
    .orderBy("subordinate.code")
    .orderBy("subordinate.id");

const subordinateTotals = (db: Kysely<OrganizationCommissionTables>, ids: readonly string[]) =>
  db
    .selectFrom("party_organization")
    .select((eb) => ["superior_id as superiorId", eb.fn.countAll<string>().as("count")])
    .where((eb) => eb("superior_id", "=", eb.fn.any(eb.val([...ids]))))
    .groupBy("superior_id");

type Organizations = SelectQueryBuilder<OrganizationCommissionTables, "party_organization", object>;

function onPage(query: Organizations, { size, after }: PageRequest) {
  const [code = "", id = ""] = after ?? [];
  return query
    .where(({ and, eb, refTuple, tuple }) =>
      after ? eb(refTuple("party_organization.code", "party_organization.id"), ">", tuple(code, id)) : and([]),
    )
    .orderBy("party_organization.code")
    .orderBy("party_organization.id")
    .limit(size + 1);
}

const cursorOf = ({ code, id }: PartyOrganization) => [code, id];
