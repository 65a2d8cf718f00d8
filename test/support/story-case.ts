import { expect } from "vitest";
import type { Impersonation } from "./hub.ts";
import { documentOf, type StoryCase, type StoryResult } from "./story-acts.ts";
import { onlookers, sightsOf } from "./story-sights.ts";
import { as, type Story } from "./story.ts";

/** One member's way through a story, whose cases it finds as the offices would: by asking. */
export interface StoryOf {
  /** Takes an act on the member's case, in the version that is current unless the input names another. */
  readonly take: (who: Impersonation, act: string, input?: object) => Promise<StoryResult>;
  /** Takes an act that must succeed, and waits until everybody has heard of it. */
  readonly did: (who: Impersonation, act: string, input?: object) => Promise<StoryResult>;
  /** What everybody sees; whoever is not named must see nothing. */
  readonly isSeen: (expected: Partial<Record<keyof ReturnType<typeof onlookers>, string>>) => Promise<void>;
  /** Holds that the member has one official place, wherever one looks, and answers which organization it is. */
  readonly isCountedOnce: () => Promise<string>;
  /** The member's cases now. */
  readonly cases: () => Promise<StoryCases>;
}

/** The cases of a member: at home, on the way, abroad, and on the way back. */
export interface StoryCases {
  readonly application: StoryCase | undefined;
  readonly transfer: StoryCase | undefined;
  readonly stay: (StoryCase & { readonly arrivals: readonly (StoryCase & { readonly letterNumber: string })[] }) | null;
  readonly return: (StoryCase & { readonly letterNumber: string }) | undefined;
}

const CLERK = as("province-clerk", "ACTIVITY_TRANSFER");
const OFFICER = as("foreign-ministry-officer", "OVERSEAS_MANAGEMENT");

const OF_CLERK = `query ($id: ID!) {
  overseasApplications(committee: "PTC-79", first: 100) { nodes { id state version member { id } } }
  arrivals(committee: "PTC-79", first: 100) { nodes { id state version letterNumber memberId } }
  member(id: $id) { activityTransfers(first: 1) { nodes { id state version } } }
}`;

const OF_OFFICER = `query ($id: ID!) {
  assignment(id: $id) { id state version arrivals { id state version letterNumber } }
}`;

interface Nodes<Node> {
  readonly nodes: readonly Node[];
}

/** Follows a member of PTC-79; `names` says what to call organizations. */
export function follow(
  story: Story,
  memberId: string,
  names: Readonly<Record<string, string>>,
  secretary?: Impersonation,
): StoryOf {
  const cases = async (): Promise<StoryCases> => {
    const { overseasApplications, arrivals, member } = await story.ask<{
      readonly overseasApplications: Nodes<StoryCase & { readonly member: { readonly id: string } }>;
      readonly arrivals: Nodes<StoryCase & { readonly memberId: string; readonly letterNumber: string }>;
      readonly member: { readonly activityTransfers: Nodes<StoryCase> };
    }>(CLERK, OF_CLERK, { id: memberId });
    const application = overseasApplications.nodes.find(({ member: { id } }) => id === memberId);
    const { assignment } = application
      ? await story.ask<{ assignment: StoryCases["stay"] }>(OFFICER, OF_OFFICER, { id: application.id })
      : { assignment: null };
    return {
      application,
      transfer: member.activityTransfers.nodes[0],
      stay: assignment,
      return: arrivals.nodes.find((arrival) => arrival.memberId === memberId),
    };
  };
  const take = async (who: Impersonation, act: string, input: object = {}) => {
    const { fields } = documentOf(act);
    const { application, transfer, stay, return: back } = await cases();
    const arrival = fields.has("committee") ? back : stay?.arrivals[0];
    const found = Object.entries({ application, transfer, assignment: stay, arrival }).find(([of]) => fields.has(of));
    const [of = "", known = null] = found ?? [];
    return story.act(who, act, {
      ...(fields.has("member") && { member: memberId }),
      ...(known && { [of]: known.id }),
      ...(known && fields.has("expectedVersion") && { expectedVersion: known.version }),
      ...input,
    });
  };
  const did = async (who: Impersonation, act: string, input: object = {}) => {
    const result = await take(who, act, input);
    expect([act, result]).toEqual([act, expect.objectContaining({ pendingDeliveries: expect.any(Array) })]);
    await story.settle();
    await isCountedOnce();
    return result;
  };
  const isCountedOnce = async () => {
    const places = await officialPlacesOf(story, memberId);
    expect(places).toHaveLength(1);
    return places[0] ?? "";
  };
  const isSeen: StoryOf["isSeen"] = async (expected) => {
    const who = onlookers(memberId, secretary);
    const nothing = Object.fromEntries(Object.keys(who).map((name) => [name, "nothing"]));
    expect(await sightsOf(story, memberId, who, names)).toEqual({ ...nothing, ...expected });
  };
  return { take, did, isSeen, cases, isCountedOnce };
}

/**
 * Where a member is counted, as far as any agency holds it: by the records of all instances, and abroad by the
 * register, in which a temporary stay counts nobody.
 */
async function officialPlacesOf({ sql }: Story, memberId: string): Promise<readonly string[]> {
  const places: { place: string }[] = [];
  const recorded = "select official_organization_id as place from member where id = $1 and moved_on is null";
  for (const part of ["north", "centre", "south"] as const) {
    places.push(...(await sql<{ place: string }>(part, recorded, [memberId])));
  }
  expect(places).toHaveLength(1);
  const abroad = `select receiving_organization_id as place from overseas_assignment
    where member_id = $1 and receiving_organization_id is not null and move_kind <> 'TEMPORARY_TRANSFER'
      and state not in ('REFUSED', 'ENDED', 'CLOSED', 'CANCELLED')`;
  places.push(...(await sql<{ place: string }>("foreign-ministry", abroad, [memberId])));
  return [...new Set(places.map(({ place }) => place))];
}

/** Bodies at home above a member, each an officer of its own who acts for it. */
export async function bodiesAbove({ sql }: Story, memberId: string) {
  const rows = await sql<{ id: string; level: string }>(
    "south",
    `with recursive above as (
       select id, level, superior_id from home_organization
       where id = (select official_organization_id from member where id = $1)
       union all
       select next.id, next.level, next.superior_id from home_organization next join above on above.superior_id = next.id
     ) select id, level from above`,
    [memberId],
  );
  return Object.fromEntries(rows.map(({ id, level }) => [level, id]));
}
