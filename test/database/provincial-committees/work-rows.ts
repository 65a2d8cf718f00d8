import type { Insertable, Kysely } from "kysely";
import type { ProvincialCommitteesTables } from "../../../subgraphs/provincial-committees/tables.ts";

type Row<Table extends keyof ProvincialCommitteesTables> = Insertable<ProvincialCommitteesTables[Table]>;

/** The organizations above the cell of `rows.ts`, of PTC-01, and a cell of PTC-08; all made up. */
const homeTree: readonly Row<"home_organization">[] = [
  { id: "po_head000000001", committee_code: "PTC-01", level: "CENTRALLY_RUN", superior_id: null },
  { id: "po_ward000000001", committee_code: "PTC-01", level: "ABOVE_GRASSROOTS", superior_id: "po_head000000001" },
  { id: "po_base000000001", committee_code: "PTC-01", level: "GRASSROOTS", superior_id: "po_ward000000001" },
  { id: "po_cell000000001", committee_code: "PTC-01", level: "CELL", superior_id: "po_base000000001" },
  { id: "po_cell000000003", committee_code: "PTC-01", level: "CELL", superior_id: "po_base000000001" },
  { id: "po_head000000008", committee_code: "PTC-08", level: "CENTRALLY_RUN", superior_id: null },
  { id: "po_base000000008", committee_code: "PTC-08", level: "GRASSROOTS", superior_id: "po_head000000008" },
  { id: "po_cell000000008", committee_code: "PTC-08", level: "CELL", superior_id: "po_base000000008" },
];

/** Loads them, and one organization abroad. */
export async function loadOrganizations(db: Kysely<ProvincialCommitteesTables>): Promise<void> {
  await db.insertInto("home_organization").values([...homeTree]).execute();
  const abroad = { id: "po_abroad0000001", superior_id: "po_abroad0000000" };
  await db.insertInto("overseas_organization").values(abroad).execute();
}

/** A declared study of two years. */
export const application = (
  id: string,
  member_id: string,
  own: Partial<Row<"overseas_application">> = {},
): Row<"overseas_application"> => ({
  id,
  member_id,
  state: "DECLARED",
  purpose: "STUDY",
  country_code: "JP",
  legal_basis_code: "QD-86",
  declared_on: "2026-05-01",
  decided_on: "2026-04-20",
  departs_on: "2026-09-01",
  expected_return_on: "2028-09-01",
  is_synthetic: true,
  ...own,
});

/** Someone whom another province has sent, with a letter that holds. */
export const arrival = (id: string, own: Partial<Row<"arrival">> = {}): Row<"arrival"> => ({
  id,
  sender: "provincial-committees/south",
  committee_code: "PTC-01",
  member_id: `mb_of_${id}`,
  kind: "OFFICIAL",
  state: "IN_TRANSIT",
  from_organization_id: "po_cell000000079",
  to_organization_id: "po_cell000000001",
  letter_number: "7-GT",
  issued_on: "2026-11-02",
  present_due_on: "2027-01-15",
  contents_certified_on: "2026-10-20",
  legal_basis_code: "QD-294",
  full_name: "Trần Thị Giả Lập",
  member_class: "OFFICIAL",
  admitted_on: "2012-05-19",
  official_on: "2013-05-19",
  is_synthetic: true,
  ...own,
});
