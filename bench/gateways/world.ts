/** An object of the synthetic world, with everything that any agency knows of it. */
export interface Entity {
  readonly [field: string]: string | null | Entity;
}

const COMMITTEES = 200;
const MEMBERS_PER_COMMITTEE = 50;

/** Codes of the committees to ask a page of, each with 50 members of its own. */
export const committeeCodes: readonly string[] = Array.from({ length: COMMITTEES }, (_, n) => `PTC-${digits(n, 3)}`);

const committees = committeeCodes.map((code, n) => ({
  __typename: "Committee",
  code,
  name: `Tỉnh ủy giả lập số ${digits(n, 3)}`,
}));

/** Every member has organizations of its own, so that no gateway gains by asking for a key once. */
const organization = (kind: string, n: number, name: string): Entity => ({
  __typename: "PartyOrganization",
  id: `po_${kind}${digits(n, 12)}`,
  code: `${kind.toUpperCase()}-${digits(n, 5)}`,
  name: `${name} ${digits(n, 5)}`,
  level: "CELL",
});

/** Members of all committees, in the order of the committees. Each answer of one kind has the same length. */
export const members: readonly Entity[] = Array.from({ length: COMMITTEES * MEMBERS_PER_COMMITTEE }, (_, n) => ({
  __typename: "Member",
  id: `mb_${digits(n, 13)}`,
  homeCommittee: committees[Math.floor(n / MEMBERS_PER_COMMITTEE)] ?? null,
  homeOrganization: organization("h", n, "Chi bộ cơ sở giả lập số"),
  homeRecord: {
    __typename: "HomeRecord",
    fullName: `Nguyễn Văn Giả Lập ${digits(n, 5)}`,
    bornOn: `19${70 + (n % 30)}-05-19`,
    memberClass: "OFFICIAL",
    activityStatus: "TEMPORARILY_AWAY",
    nativePlace: `Xã ${digits(n, 5)}, tỉnh Nghệ An`,
    occupation: null,
    admittedOn: `20${10 + (n % 10)}-02-03`,
    cardNumber: digits(n, 12),
  },
  currentAssignment: {
    __typename: "OverseasAssignment",
    purpose: "STUDY",
    state: "RECEIVED_ABROAD",
    country: { __typename: "Country", code: "JP", name: "Nhật Bản" },
    startedOn: "2024-09-15",
    expectedReturnOn: `20${27 + (n % 9)}-09-14`,
    receivingOrganization: organization("o", n, "Chi bộ lưu học sinh giả lập số"),
  },
}));

/** Members and organizations by id. */
export const entities: ReadonlyMap<string, Entity> = new Map(
  members.flatMap((member) => {
    const { homeOrganization, currentAssignment } = member as { [field: string]: Entity };
    const known = [member, homeOrganization, currentAssignment?.["receivingOrganization"] as Entity];
    return known.flatMap((entity) => (entity ? [[entity["id"] as string, entity] as const] : []));
  }),
);

/** The first members of a committee; empty for an unknown one. */
export function membersOf(committee: string, first: number): readonly Entity[] {
  const start = committeeCodes.indexOf(committee) * MEMBERS_PER_COMMITTEE;
  return start < 0 ? [] : members.slice(start, start + Math.min(first, MEMBERS_PER_COMMITTEE));
}

function digits(number: number, length: number): string {
  return String(number).padStart(length, "0");
}
