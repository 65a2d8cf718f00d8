import type { Impersonation } from "./hub.ts";
import { as, type Story } from "./story.ts";

const QUERY = `query Sight($id: ID!) {
  member(id: $id) {
    homeRecord {
      memberClass activityStatus ethnicity { code } officialOrganization { id } temporaryOrganization { id }
    }
    activityTransfers(first: 9) { nodes { kind state assignmentId } }
    currentAssignment { state country { code } receivingOrganization { id } }
  }
}`;

interface Place {
  readonly id: string;
}

interface Seen {
  readonly member: {
    readonly homeRecord: {
      readonly memberClass: string;
      readonly activityStatus: string;
      readonly ethnicity: object | null;
      readonly officialOrganization: Place | null;
      readonly temporaryOrganization: Place | null;
    } | null;
    readonly activityTransfers: { readonly nodes: readonly { readonly kind: string; readonly state: string }[] } | null;
    readonly currentAssignment: {
      readonly state: string;
      readonly country: { readonly code: string };
      readonly receivingOrganization: Place | null;
    } | null;
  } | null;
}

/** Everybody who looks at the member of a story. */
export const onlookers = (memberId: string, secretary = as("overseas-secretary", "OVERSEAS_MANAGEMENT")) => ({
  clerk: as("province-clerk", "ACTIVITY_TRANSFER"),
  clerkElsewhere: as("front-end-service", "ACTIVITY_TRANSFER"),
  officer: as("foreign-ministry-officer", "OVERSEAS_MANAGEMENT"),
  secretary,
  member: as("member", "OWN_RECORD", { memberId }),
  analyst: as("commission-analyst", "STATISTICS"),
});

/**
 * What each onlooker sees of a member, in words: the record, whole or what others must know, with class, status and
 * places; the transfers, the latest first; the stay. `names` says what to call organizations.
 */
export async function sightsOf(
  { hub }: Story,
  memberId: string,
  who: Readonly<Record<string, Impersonation>>,
  names: Readonly<Record<string, string>>,
): Promise<Record<string, string>> {
  const called = (place: Place | null) => (place ? (names[place.id] ?? place.id) : null);
  const seen = Object.entries(who).map(async ([name, caller]) => {
    const { data } = await hub.ask(QUERY, { id: memberId }, caller);
    return [name, inWords((data as unknown as Seen | null)?.member ?? null, called)] as const;
  });
  return Object.fromEntries(await Promise.all(seen));
}

function inWords(member: Seen["member"], called: (place: Place | null) => string | null): string {
  const { homeRecord: record, activityTransfers: transfers, currentAssignment: stay } = member ?? {};
  const parts = [
    record && [
      record.ethnicity ? "whole record" : "record",
      record.memberClass,
      record.activityStatus,
      `at ${called(record.officialOrganization)}`,
      record.temporaryOrganization && `now at ${called(record.temporaryOrganization)}`,
    ],
    ...(transfers?.nodes ?? []).map(({ kind, state }) => ["transfer", kind, state]),
    stay && [
      `stay in ${stay.country.code}`,
      stay.state,
      stay.receivingOrganization && `at ${called(stay.receivingOrganization)}`,
    ],
  ];
  const said = parts.filter((part) => part != null).map((words) => words.filter(Boolean).join(" "));
  return said.length > 0 ? said.join("; ") : "nothing";
}
