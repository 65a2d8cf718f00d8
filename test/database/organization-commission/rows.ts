import type { Insertable } from "kysely";
import { numberHash } from "../../../subgraphs/organization-commission/number-hash.ts";
import type { MemberIndexTable, PartyOrganizationTable } from "../../../subgraphs/organization-commission/tables.ts";

/** A key as long as the reader of the environment asks for. */
export const indexKey = "a key of the tests, not of anyone's";

type Organization = Insertable<PartyOrganizationTable>;

const organization = (
  id: string,
  code: string,
  level: Organization["level"],
  superiors: readonly Organization[],
): Organization => ({
  id,
  code,
  name: `Tổ chức ${code}`,
  kind: "HOME",
  level,
  committee_code: "PTC-79",
  superior_ids: superiors.map((superior) => superior.id),
  valid_from: "2025-07-01",
  valid_to: null,
});

/** A tree of synthetic organizations below Thành ủy Thành phố Hồ Chí Minh, and one below the Government. */
export const head = organization("po_aaaaaaaaaaaa1", "79", "CENTRALLY_RUN", []);
export const ward = organization("po_aaaaaaaaaaaa2", "79.01", "ABOVE_GRASSROOTS", [head]);
export const grassroots = organization("po_aaaaaaaaaaaa3", "79.01.01", "GRASSROOTS", [head, ward]);
export const firstCell = organization("po_aaaaaaaaaaaa4", "79.01.01.01", "CELL", [head, ward, grassroots]);
export const secondCell = organization("po_aaaaaaaaaaaa5", "79.01.01.02", "CELL", [head, ward, grassroots]);
export const closedCell = {
  ...organization("po_aaaaaaaaaaaa6", "79.01.01.03", "CELL", [head, ward, grassroots]),
  valid_to: "2026-06-29",
};
export const otherWard = organization("po_aaaaaaaaaaaa7", "79.02", "ABOVE_GRASSROOTS", [head]);
export const cellInJapan: Organization = {
  ...organization("po_aaaaaaaaaaaa8", "CP.JP.01", "CELL", []),
  kind: "OVERSEAS",
  committee_code: "CRC-CP",
};

/** Every organization of the tests. */
export const organizations = [head, ward, grassroots, firstCell, secondCell, closedCell, otherWard, cellInJapan];

/** Numbers are made up; the same digits with other leading zeros are another card. */
export const memberWithBothCards = { id: "mb_aaaaaaaaaaaa1", cardOld: "00123456", card: "000000123456" };
export const memberWithOldCard = { id: "mb_aaaaaaaaaaaa2", cardOld: "12345600" };
export const memberWithoutOrganization = { id: "mb_aaaaaaaaaaaa3" };

const hash = (number: string) => numberHash(indexKey, number);

/** Every member of the tests, as the index holds them. */
export const members: Insertable<MemberIndexTable>[] = [
  {
    member_id: memberWithBothCards.id,
    home_committee_code: "PTC-79",
    home_organization_id: firstCell.id,
    card_number_old_hash: hash(memberWithBothCards.cardOld),
    card_number_new_hash: hash(memberWithBothCards.card),
    record_number_hash: hash("000001AB"),
  },
  {
    member_id: memberWithOldCard.id,
    home_committee_code: "PTC-75",
    home_organization_id: secondCell.id,
    card_number_old_hash: hash(memberWithOldCard.cardOld),
  },
  { member_id: memberWithoutOrganization.id, home_committee_code: "CRC-CP", home_organization_id: null },
];
