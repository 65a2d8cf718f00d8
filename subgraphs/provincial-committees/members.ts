import { sql, type ExpressionBuilder, type Kysely, type Selectable } from "kysely";
import { loadByKey } from "#kit/batch.ts";
import { refuse } from "#kit/errors.ts";
import { connectionOf, pageRequest, type Connection, type PageArguments, type PageRequest } from "#kit/page.ts";
import type { MemberActivityStatus, MemberClass, MemberTable, ProvincialCommitteesTables } from "./tables.ts";

/** A member's whole row. */
export type MemberRow = Selectable<MemberTable>;

/** A member as other agencies know one: the key, and so the parent of every field of `Member`. */
export interface MemberKey {
  readonly id: string;
  readonly homeCommittee?: { readonly code: string } | null;
}

/** Conditions of a list of members, joined by AND; null is as good as absent. */
export interface MemberFilter {
  readonly organization?: string | null;
  readonly class?: MemberClass | null;
  readonly activityStatus?: MemberActivityStatus | null;
  readonly name?: string | null;
}

/** The arguments of `Query.members`. */
export interface MembersArguments extends PageArguments {
  readonly committee: string;
  readonly filter?: MemberFilter | null;
}

/** What of a request's context the functions below work with. */
export interface MembersContext {
  readonly db: Kysely<ProvincialCommitteesTables>;
  readonly loaders: { readonly memberById: ReturnType<typeof memberById> };
}

/** Rows of members by id; a member without a row here loads as null. */
export const memberById = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("member")
        .selectAll()
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    (row) => row.id,
  );

/**
 * The row behind a key, or null when the key's committee is not the member's home committee here: a record that
 * is kept elsewhere, or has gone there, looks exactly like one that does not exist.
 */
export async function homeRow(key: MemberKey, { loaders }: MembersContext): Promise<MemberRow | null> {
  const row = await loaders.memberById.load(key.id);
  return row && row.committee_code === key.homeCommittee?.code && row.moved_on === null ? row : null;
}

/**
 * A page of a committee's members with their whole rows, which `homeRow` then finds without another statement.
 * @throws COMMITTEE_UNKNOWN; INPUT_MALFORMED for a name without letters; what `pageRequest` throws
 */
export async function listMembers(
  { committee, filter, ...page }: MembersArguments,
  { db, loaders }: MembersContext,
): Promise<Connection<MemberKey>> {
  const request = pageRequest(page, 1);
  const rows = await pageOfMembers(db, committee, filter ?? {}, request).execute();
  if (rows.length === 0) await refuseUnknown(db, committee, request);
  for (const row of rows) loaders.memberById.prime(row.id, row);
  const keys = rows.map(({ id, committee_code }) => ({ id, homeCommittee: { code: committee_code } }));
  // The id alone marks the place, so that a cursor tells no name to someone who may not read names.
  return connectionOf(keys, request, ({ id }) => [id], () => countMembers(db, committee, filter ?? {}));
}

type Database = Kysely<ProvincialCommitteesTables>;

const pageOfMembers = (db: Database, committee: string, filter: MemberFilter, page: PageRequest) =>
  db
    .selectFrom("member")
    .selectAll()
    .where(inList(committee, filter))
    .$if(page.after !== null, (list) => list.where(isAfter(committee, page.after?.[0] ?? "")))
    .orderBy("given_name")
    .orderBy("family_name")
    .orderBy("id")
    .limit(page.size + 1);

/** Whether a row comes after the member with an id of the same list; after anyone else nothing comes. */
function isAfter(committee: string, id: string) {
  return ({ eb, refTuple, selectFrom, tuple }: ExpressionBuilder<ProvincialCommitteesTables, "member">) => {
    const last = selectFrom("member").where("id", "=", id).where("committee_code", "=", committee);
    // Three looks at one row, because only a comparison with scalars can start the index scan at that place.
    const place = tuple(last.select("given_name"), last.select("family_name"), last.select("id"));
    return eb(refTuple("given_name", "family_name", "id"), ">", place);
  };
}

async function countMembers(db: Database, committee: string, filter: MemberFilter) {
  const counted = db.selectFrom("member").select((eb) => eb.fn.countAll<string>().as("count"));
  return Number((await counted.where(inList(committee, filter)).executeTakeFirstOrThrow()).count);
}

function inList(committee: string, filter: MemberFilter) {
  return (eb: ExpressionBuilder<ProvincialCommitteesTables, "member">) =>
    eb.and([
      eb("committee_code", "=", committee),
      eb("moved_on", "is", null),
      ...(filter.organization == null ? [] : [eb("official_organization_id", "=", filter.organization)]),
      ...(filter.class == null ? [] : [eb("member_class", "=", filter.class)]),
      ...(filter.activityStatus == null ? [] : [eb("activity_status", "=", filter.activityStatus)]),
      ...(filter.name == null ? [] : [eb("search_key", "like", patternOf(filter.name))]),
    ]);
}

/** The database folds the name, so that what is sought and what is stored cannot differ; no wildcard survives it. */
function patternOf(name: string) {
  if (/[a-z0-9đð]/i.test(name.normalize("NFD"))) return sql<string>`'%' || search_key(${name}) || '%'`;
  throw refuse("INPUT_MALFORMED", "filter.name must hold at least one letter or digit.");
}

/** An empty page may be the end of a list, or a list that this instance does not have. */
async function refuseUnknown(db: Database, committee: string, { after }: PageRequest) {
  const served = db.selectFrom("served_committee").where("code", "=", committee).select("code");
  if (!(await served.executeTakeFirst())) {
    throw refuse("COMMITTEE_UNKNOWN", `This instance does not serve the committee ${committee}.`);
  }
  if (!after) return;
  const last = db.selectFrom("member").where("id", "=", after[0] ?? "").where("committee_code", "=", committee);
  if (!(await last.select("id").executeTakeFirst())) {
    throw refuse("INPUT_CURSOR_UNKNOWN", "The cursor was not made by this list.");
  }
}
