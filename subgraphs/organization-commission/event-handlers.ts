import type { Transaction } from "kysely";
import type { AgencyEvent, AnyEvent } from "#contract/events.ts";
import type { Reach } from "#contract/reach.ts";
import { EventRefused, type EventHandlers } from "#kit/inbox.ts";
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
 * Enters a member's cell at home in the index, and the committee: whoever keeps the record may give it to another one,
 * and the row then names who was left. An organization that the registry does not have yet is
 * a fault of the Commission's own, so that the event comes again.
 */
async function placeMember(tx: CommissionTransaction, { source, body }: AgencyEvent<"member.placed">, routes: Routes) {
  const { memberId, homeCommittee, homeOrganizationId: home_organization_id, on } = body;
  if (!routes.has(homeCommittee) || ![...routes.values()].includes(source)) throw new EventRefused("EVENT_MISDIRECTED");
  const found = tx.selectFrom("member_index").select("home_committee_code as keeper").where("member_id", "=", memberId);
  const known = await found.forUpdate().executeTakeFirst();
  // The member of another's committee is as unknown to the source as one whom nobody has.
  if (!known) throw new EventRefused("EVENT_UNEXPECTED");
  const left = known.keeper === homeCommittee ? {} : { left_committee_code: known.keeper, left_on: on };
  await tx
    .updateTable("member_index")
    .set({ home_committee_code: homeCommittee, home_organization_id, ...left })
    .where("member_id", "=", memberId)
    .execute();
}
