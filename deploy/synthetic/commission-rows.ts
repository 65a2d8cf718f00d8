import type { Insertable } from "kysely";
import { numberHash } from "../../subgraphs/organization-commission/number-hash.ts";
import type { MemberIndexTable, PartyOrganizationTable } from "../../subgraphs/organization-commission/tables.ts";
import { dayNumber, dayText } from "./days.ts";
import { formerBodies } from "./former-bodies.ts";
import { foreignMinistryOrganizationId, homeLevels, organizationId, superiorsOf, type HomeTree } from "./home-trees.ts";
import { membersOf, type Member } from "./members.ts";
import type { Nation } from "./nation.ts";
import { paperNumbers } from "./numbers.ts";
import { organizationCode, organizationName } from "./organization-names.ts";
import { overseasOrganizations } from "./overseas-organizations.ts";
import { randomOf, streams } from "./random.ts";

type OrganizationRow = Insertable<PartyOrganizationTable>;

/** Home organizations of today, those that ended in 2025, and the overseas ones; superiors come before subordinates. */
export function* organizationRows(nation: Nation): Generator<OrganizationRow> {
  for (const tree of nation.trees) {
    for (let number = 0; number < tree.superiors.length; number++) yield homeRow(nation, tree, number);
  }
  for (const body of formerBodies(nation.members)) {
    yield {
      id: body.id,
      code: body.code,
      name: body.name,
      kind: "HOME",
      level: body.superiorId === null ? "CENTRALLY_RUN" : "ABOVE_GRASSROOTS",
      committee_code: body.committeeCode,
      superior_ids: body.superiorId === null ? [] : [body.superiorId],
      valid_from: "2008-08-01",
      valid_to: body.validTo,
    };
  }
  yield* overseasRows(nation);
}

function homeRow(nation: Nation, tree: HomeTree, number: number): OrganizationRow {
  const level = homeLevels[tree.levels[number] ?? 0] ?? "CELL";
  const isReformed = level === "CENTRALLY_RUN" || level === "ABOVE_GRASSROOTS";
  // Grassroots organizations and cells went on under new superiors, so theirs is the day of their own founding.
  const foundedOn = randomOf(nation.seed, streams.founding, tree.ordinal, number).integer(
    dayNumber("1995-01-01"),
    dayNumber("2013-12-31"),
  );
  return {
    id: organizationId(tree, number),
    code: organizationCode(tree, number),
    name: organizationName(tree, number),
    kind: "HOME",
    level,
    committee_code: tree.committee.code,
    superior_ids: superiorsOf(tree, number).map((superior) => organizationId(tree, superior)),
    valid_from: isReformed ? validSince(tree, level) : dayText(foundedOn),
    valid_to: null,
  };
}

/**
 * Committees that were not merged are as old as the registry; communes as superiors of the grassroots came in July
 * 2025.
 */
function validSince({ committee }: HomeTree, level: "CENTRALLY_RUN" | "ABOVE_GRASSROOTS"): string {
  if (committee.code.startsWith("CRC-")) return level === "CENTRALLY_RUN" ? "2025-02-03" : "2008-08-01";
  return level === "CENTRALLY_RUN" && committee.originsValidTo === null ? "2008-08-01" : "2025-07-01";
}

function* overseasRows({ trees }: Nation): Generator<OrganizationRow> {
  const government = trees.find(({ committee }) => committee.code === "CRC-CP");
  if (!government) throw new Error("Overseas organizations need the Government's Party organization above them.");
  const above = [organizationId(government, 0), foreignMinistryOrganizationId];
  for (const organizations of overseasOrganizations.values()) {
    for (const { id, code, name, cellKind, superiorId, validFrom } of organizations) {
      yield {
        ...{ id, code, name, kind: "OVERSEAS", level: cellKind === null ? "GRASSROOTS" : "CELL" },
        committee_code: "CRC-CP",
        superior_ids: superiorId === null ? above : [...above, superiorId],
        valid_from: validFrom,
        valid_to: null,
      };
    }
  }
}

/** Where to ask about each member, with keyed hashes of the numbers on the papers. */
export function* memberIndexRows(nation: Nation, indexKey: string): Generator<Insertable<MemberIndexTable>> {
  for (const tree of nation.trees) {
    for (const member of membersOf(nation, tree)) yield memberIndexRow(member, indexKey);
  }
}

function memberIndexRow(member: Member, indexKey: string): Insertable<MemberIndexTable> {
  const { recordNumber, oldCardNumber, newCardNumber } = paperNumbers(member);
  const hash = (number: string | null) => (number === null ? null : numberHash(indexKey, number));
  return {
    member_id: member.id,
    home_committee_code: member.tree.committee.code,
    home_organization_id: organizationId(member.tree, member.cell),
    card_number_old_hash: hash(oldCardNumber),
    card_number_new_hash: hash(newCardNumber),
    record_number_hash: hash(recordNumber),
  };
}
