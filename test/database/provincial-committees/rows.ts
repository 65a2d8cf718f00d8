import type { Insertable } from "kysely";
import type { ProvincialCommitteesTables } from "../../../subgraphs/provincial-committees/tables.ts";

type Row<Table extends keyof ProvincialCommitteesTables> = Insertable<ProvincialCommitteesTables[Table]>;

let recordNumber = 100_000;

/** An official member of PTC-01 with what every record has, and no more; all rows here are made up. */
export const member = (id: string, own: Partial<Row<"member">> = {}): Row<"member"> => ({
  id,
  committee_code: "PTC-01",
  official_organization_id: "po_cell000000001",
  born_on: "1985-03-08",
  admission_decided_on: "2010-05-12",
  admitted_on: "2010-05-19",
  official_on: "2011-05-19",
  activity_status_on: "2011-05-19",
  is_synthetic: true,
  family_name: "Nguyễn",
  middle_name: "Văn",
  given_name: "An",
  sex: "MALE",
  birth_country_code: "VN",
  native_country_code: "VN",
  ethnicity_code: "01",
  ethnicity_list_version: "2008",
  general_education: "UPPER_SECONDARY",
  record_number: `${recordNumber++}HN`,
  member_class: "OFFICIAL",
  activity_status: "ACTIVE",
  ...own,
});

/** The same member while probationary, so without an official day. */
export const probationary = (id: string, own: Partial<Row<"member">> = {}) =>
  member(id, { member_class: "PROBATIONARY", official_on: null, ...own });

/** A member's name in its parts, from one text: the first word, the last, and what is between. */
export function named(name: string) {
  const [family = "", ...others] = name.split(" ");
  const given = others.pop() ?? "";
  return { family_name: family, middle_name: others.join(" ") || null, given_name: given };
}

/** A transfer that has been asked for and no more. */
export const transfer = (
  id: string,
  member_id: string,
  own: Partial<Row<"activity_transfer">> = {},
): Row<"activity_transfer"> => ({
  id,
  member_id,
  kind: "OFFICIAL",
  state: "REQUESTED",
  from_organization_id: "po_cell000000001",
  requested_on: "2025-08-01",
  is_card_in_mfa_custody: false,
  legal_basis_code: "QD-294",
  ...own,
});

/** A letter that holds. */
export const letter = (
  id: string,
  transfer_id: string,
  own: Partial<Row<"activity_transfer_letter">> = {},
): Row<"activity_transfer_letter"> => ({
  id,
  transfer_id,
  kind: "OFFICIAL",
  letter_number: "12-GT",
  issued_on: "2025-08-20",
  issuer_organization_id: "po_ward000000001",
  ...own,
});
