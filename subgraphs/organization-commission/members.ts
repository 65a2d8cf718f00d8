import { sql, type Kysely } from "kysely";
import { jsonObjectFrom } from "kysely/helpers/postgres";
import { loadByKey } from "#kit/batch.ts";
import { refuse } from "#kit/errors.ts";
import { selectCommittees, type Committee } from "./committees.ts";
import { numberHash } from "./number-hash.ts";
import { organizationColumns, type PartyOrganization } from "./party-organizations.ts";
import type { OrganizationCommissionTables } from "./tables.ts";

/** What the index knows of a member: where to ask. */
export interface Member {
  readonly id: string;
  readonly homeCommittee: Committee;
  /** Null when the index names no organization. */
  readonly homeOrganization: PartyOrganization | null;
}

/** Members by id, with committee and organization, in one statement; an id the index does not hold is null. */
export const membersById = (db: Kysely<OrganizationCommissionTables>) =>
  loadByKey(
    (ids: readonly string[]): Promise<Member[]> =>
      selectMembers(db)
        .where((eb) => eb("member_id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );

/**
 * The member who holds a card, looked up by the number's hash; null when nobody does.
 * @throws INPUT_MALFORMED for anything but 8 or 12 digits
 */
export async function memberByCardNumber(
  db: Kysely<OrganizationCommissionTables>,
  indexKey: string,
  cardNumber: string,
): Promise<Member | null> {
  if (!/^(\d{8}|\d{12})$/.test(cardNumber)) {
    throw refuse("INPUT_MALFORMED", "A Party card number is written with 8 digits, or 12 on the cards of 2025.");
  }
  const column = cardNumber.length === 8 ? "card_number_old_hash" : "card_number_new_hash";
  const member = await selectMembers(db).where(column, "=", numberHash(indexKey, cardNumber)).executeTakeFirst();
  return member ?? null;
}

const selectMembers = (db: Kysely<OrganizationCommissionTables>) =>
  db.selectFrom("member_index").select([
    "member_id as id",
    jsonObjectFrom(selectCommittees(db).where("committee.code", "=", sql.ref<string>("home_committee_code")))
      .$notNull()
      .as("homeCommittee"),
    jsonObjectFrom(
      db
        .selectFrom("party_organization")
        .select(organizationColumns)
        .where("party_organization.id", "=", sql.ref<string>("home_organization_id")),
    ).as("homeOrganization"),
  ]);
