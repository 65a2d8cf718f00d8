import type { Transaction } from "kysely";
import type { AgencyEvent, AnyEvent } from "#contract/events.ts";
import type { Reach } from "#contract/reach.ts";
import { EventEarly, EventRefused, type EventHandlers } from "#kit/inbox.ts";
import { endOrganization, enterOrganization } from "./overseas-registry.ts";
import { takeReport } from "./statistics/reports.ts";
import type { OrganizationCommissionTables } from "./tables.ts";

type CommissionTransaction = Transaction<OrganizationCommissionTables>;

/** Which process serves each committee. */
type Routes = ReadonlyMap<string, string>;

/** What a source tells is written for the committees that it serves, and for nobody beyond. */
export const reachOfEvents =
  (routes: Routes) =>
  ({ source }: Pick<AnyEvent, "source">): Reach => ({
    committees: [...routes].filter(([, server]) => server === source).map(([committee]) => committee),
    memberId: null,
    organization: null,
    isRegistrar: false,
  });

/** What the Commission does with each kind of event that it takes. */
export const eventHandlers = (routes: Routes): EventHandlers<OrganizationCommissionTables> => ({
  "member.placed": (tx, event) => placeMember(tx, event, routes),
  "counts.reported": takeReport,
  "organization.founded": enterOrganization,
  "organization.ended": endOrganization,
});

/**
 * Enters a member's cell at home in the index, and its committee: whoever keeps the record may give it to another one,
 * and the row then names who was left. Each keeper tells in order and has its word when the record was given to it, so
 * that one event alone can be the next, in whatever order the processes are heard.
 */
async function placeMember(tx: CommissionTransaction, { source, body }: AgencyEvent<"member.placed">, routes: Routes) {
  const { memberId, homeCommittee, homeOrganizationId: home_organization_id, on } = body;
  const taker = routes.get(homeCommittee);
  if (taker === undefined || ![...routes.values()].includes(source)) throw new EventRefused("EVENT_MISDIRECTED");
  const committee = await committeeAtHome(tx, home_organization_id);
  // Whoever gives a member away knows the other process, and not always under which of its committees the cell is.
  const isGiven = taker !== source && routes.get(committee) === taker;
  if (committee !== homeCommittee && !isGiven) throw new EventRefused("EVENT_UNEXPECTED");
  const found = tx.selectFrom("member_index").select("home_committee_code as keeper").where("member_id", "=", memberId);
  const known = await found.forUpdate().executeTakeFirst();
  // Another's member is as unknown here as nobody's; the keeper's word that gives them away may still be under way.
  if (!known) throw new EventEarly();
  const left = known.keeper === committee ? {} : { left_committee_code: known.keeper, left_on: on };
  await tx
    .updateTable("member_index")
    .set({ home_committee_code: committee, home_organization_id, ...left })
    .where("member_id", "=", memberId)
    .execute();
}

/** The committee of an organization at home; one that the registry does not have yet is waited for. */
async function committeeAtHome(tx: CommissionTransaction, organizationId: string): Promise<string> {
  const found = tx.selectFrom("party_organization").select(["committee_code", "kind"]).where("id", "=", organizationId);
  const organization = await found.executeTakeFirst();
  if (!organization) throw new EventEarly();
  if (organization.kind !== "HOME") throw new EventRefused("EVENT_UNEXPECTED");
  return organization.committee_code;
}
