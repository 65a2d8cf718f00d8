import { sql, type Transaction } from "kysely";
import type { AgencyEvent, AnyEvent } from "#contract/events.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { EventRefused, requireInserted } from "#kit/inbox.ts";
import type { OrganizationCommissionTables } from "./tables.ts";

type CommissionTransaction = Transaction<OrganizationCommissionTables>;

/** Nobody but the ministry founds and ends organizations abroad. */
function requireMinistry({ source }: AnyEvent): void {
  if (source !== REGISTRAR) throw new EventRefused("EVENT_MISDIRECTED");
}

/**
 * Enters a cell that the ministry has founded, directly below the ministry's organization: cells are founded where no
 * organization is, so none of the country stands between. The code is the registry's own, the next of the country.
 */
export async function enterOrganization(tx: CommissionTransaction, event: AgencyEvent<"organization.founded">) {
  requireMinistry(event);
  const { organizationId: id, name, countryCode, foundedOn: valid_from } = event.body;
  const above = await ministryOrganization(tx);
  const code = await nextCode(tx, countryCode);
  const entered = { id, code, name, kind: "OVERSEAS", level: "CELL", valid_from, valid_to: null } as const;
  const { committee_code, superior_ids } = above;
  const row = { ...entered, committee_code, superior_ids: [...superior_ids, above.id] };
  const added = tx.insertInto("party_organization").values(row);
  requireInserted(await added.onConflict((conflict) => conflict.column("id").doNothing()).executeTakeFirstOrThrow());
}

/** Enters the last day of an organization abroad, or takes it out again. */
export async function endOrganization(tx: CommissionTransaction, event: AgencyEvent<"organization.ended">) {
  requireMinistry(event);
  const { organizationId, validTo } = event.body;
  const { numUpdatedRows } = await tx
    .updateTable("party_organization")
    .set({ valid_to: validTo })
    .where("id", "=", organizationId)
    .where("kind", "=", "OVERSEAS")
    .where(validTo === null ? sql<boolean>`true` : sql<boolean>`valid_from <= ${validTo}`)
    .executeTakeFirstOrThrow();
  // Its founding has the same subject and came before: what is not known now never will be.
  if (numUpdatedRows === 0n) throw new EventRefused("EVENT_UNEXPECTED");
}

/**
 * The organization at home directly above those abroad, locked, so that two cells do not get one code. A registry
 * without one lacks it by a fault of the Commission's own, so that the event comes again.
 */
const ministryOrganization = (tx: CommissionTransaction) =>
  tx
    .selectFrom("party_organization")
    .select(["id", "committee_code", "superior_ids"])
    .where("kind", "=", "HOME")
    .where("valid_to", "is", null)
    .where(({ eb, selectFrom }) =>
      eb(
        "id",
        "in",
        selectFrom("party_organization as overseas")
          .select("overseas.superior_id")
          .where("overseas.kind", "=", "OVERSEAS")
          .where("overseas.superior_id", "is not", null)
          .$narrowType<{ superior_id: string }>(),
      ),
    )
    .forUpdate()
    .executeTakeFirstOrThrow(() => new Error("The registry has no organization above those abroad."));

/** The code after the last one of a country: `OVS-JP-42`. */
async function nextCode(tx: CommissionTransaction, countryCode: string): Promise<string> {
  const prefix = `OVS-${countryCode}-`;
  const { last } = await tx
    .selectFrom("party_organization")
    .select(sql<number>`coalesce(max(substr(code, ${prefix.length + 1}::integer)::integer), 0)`.as("last"))
    .where("kind", "=", "OVERSEAS")
    .where(sql<boolean>`code ~ ${`^${prefix}[0-9]{1,6}$`}`)
    .executeTakeFirstOrThrow();
  return `${prefix}${String(last + 1).padStart(2, "0")}`;
}
