import { numberHash } from "../../../subgraphs/organization-commission/number-hash.ts";
import { INDEX_KEY, provincialDatabases, type NationDatabase, type SmallNation } from "./small-nation.ts";

/** What one agency's register says and another's does not, each as a sentence; empty when all agree. */
export type Differences = readonly string[];

interface HomeRow {
  id: string;
  committee: string;
  official: string;
  status: string;
  oldCard: string | null;
  newCard: string | null;
  record: string;
}

const HOME_ROWS = `select id, committee_code as committee, official_organization_id as official, activity_status as status,
  card_number_old as "oldCard",
  card_number as "newCard", record_number as record from member order by id`;

/** Statements to run in a database before it is read, for tests that want a difference. */
export type Changes = Partial<Readonly<Record<NationDatabase, string>>>;

async function homeRows({ rows }: SmallNation, changes: Changes): Promise<readonly HomeRow[]> {
  const instances = await Promise.all(provincialDatabases.map((name) => rows<HomeRow>(name, HOME_ROWS, changes[name])));
  return instances.flat();
}

/** The Commission's index against the home records: which cell at home each belongs to, and under which numbers. */
export async function compareIndex(nation: SmallNation, changes: Changes = {}): Promise<Differences> {
  const index = await nation.rows<{ id: string; home: string; entry: string }>(
    "commission",
    `select member_id as id, home_organization_id as home, concat_ws(' ', home_committee_code, committee_code, kind,
      encode(card_number_old_hash, 'hex'), encode(card_number_new_hash, 'hex'), encode(record_number_hash, 'hex')) as entry
      from member_index left join party_organization on party_organization.id = home_organization_id`,
    changes.commission,
  );
  const hex = (number: string | null) => (number === null ? [] : [numberHash(INDEX_KEY, number).toString("hex")]);
  const expected = new Map(
    (await homeRows(nation, changes)).map(({ id, committee, official, status, oldCard, newCard, record }) => [
      id,
      {
        entry: [committee, committee, "HOME", ...hex(oldCard), ...hex(newCard), ...hex(record)].join(" "),
        // Whoever has moved abroad keeps the cell at home to which they return.
        home: status === "TRANSFERRED" ? null : official,
      },
    ]),
  );
  const differs = ({ id, home, entry }: { id: string; home: string; entry: string }) => {
    const known = expected.get(id);
    return known?.entry !== entry || (known.home !== null && known.home !== home);
  };
  return [
    ...index.filter(differs).map(({ id }) => `the index differs on ${id}`),
    ...(index.length === expected.size
      ? []
      : [`the index has ${index.length} members, the home committees ${expected.size}`]),
  ];
}

interface StayRow {
  member: string;
  committee: string;
  kind: string | null;
  organization: string | null;
  received: boolean;
}

/** The Foreign Ministry's stays under way against the official places of the home records. */
export async function compareStays(nation: SmallNation, changes: Changes = {}): Promise<Differences> {
  const stays = await nation.rows<StayRow>(
    "ministry",
    `select member_id as member, home_committee as committee, move_kind as kind,
      receiving_organization_id as organization,
      exists (select from overseas_assignment_step where assignment_id = a.id and state
      in ('RECEIVED_ABROAD', 'SINGLE_GUIDED'))
        as received
      from overseas_assignment as a where state not in ('REFUSED', 'ENDED', 'CLOSED', 'CANCELLED')`,
    changes.ministry,
  );
  const overseas = await nation.rows<{ id: string }>(
    "commission",
    "select id from party_organization where kind = 'OVERSEAS'",
  );
  const overseasIds = new Set(overseas.map(({ id }) => id));
  const byMember = new Map(stays.map((stay) => [stay.member, stay]));
  return (await homeRows(nation, changes)).flatMap(({ id, committee, official }) => {
    const stay = byMember.get(id);
    if (stay && stay.committee !== committee) return [`the ministry has another home committee for ${id}`];
    const isAway = stay?.received === true && (stay.kind === "OFFICIAL_TRANSFER" || stay.kind === "NEW_CELL");
    if (isAway && stay.organization !== official) return [`${id} was received elsewhere than at the official place`];
    if (!isAway && overseasIds.has(official)) return [`${id} has an official place abroad without a stay`];
    return [];
  });
}

/** Organizations, committees, forms and rules that an agency names and the Commission does not know. */
export async function unknownReferences(nation: SmallNation, changes: Changes = {}): Promise<Differences> {
  const known = await nation.rows<{ id: string }>(
    "commission",
    `select id from party_organization union all select code from committee union all select code from form
     union all select code from legal_basis`,
    changes.commission,
  );
  const ids = new Set(known.map(({ id }) => id));
  const named = await Promise.all([
    ...provincialDatabases.map((name) => nation.rows<{ id: string }>(name, PROVINCIAL_REFERENCES)),
    nation.rows<{ id: string }>("ministry", MINISTRY_REFERENCES),
  ]);
  return [...new Set(named.flat().map(({ id }) => id))].filter((id) => !ids.has(id)).map((id) => `nobody knows ${id}`);
}

const PROVINCIAL_REFERENCES = `select * from (
  select official_organization_id as id from member union select temporary_organization_id from member
  union select transfer_held_by from member union select from_organization_id from activity_transfer
  union select to_organization_id from activity_transfer union select organization_id from activity_transfer_step
  union select issuer_organization_id from activity_transfer_letter
  union select from_organization_id from activity_transfer_letter_box
  union select to_organization_id from activity_transfer_letter_box
  union select issuer_organization_id from activity_transfer_document union select form_code
    from activity_transfer_document
  union select legal_basis_code from activity_transfer union select code from served_committee) as named
    where id is not null`;

const MINISTRY_REFERENCES = `select * from (
  select organization_id as id from overseas_directory_entry union select receiving_organization_id
    from overseas_assignment
  union select home_committee from overseas_assignment union select declared_by from overseas_assignment
  union select requested_by from verification_request) as named where id is not null`;
