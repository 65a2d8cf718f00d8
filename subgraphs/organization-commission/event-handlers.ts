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
 * Enters a member's cell at home, and committee, in the index. An organization that the registry does not have yet is
 * a fault of the Commission's own, so that the event comes again.
 */
async function placeMember(tx: CommissionTransaction, { source, body }: AgencyEvent<"member.placed">, routes: Routes) {
  const { memberId, homeCommittee: home_committee_code, homeOrganizationId: home_organization_id } = body;
  if (routes.get(home_committee_code) !== source) throw new EventRefused("EVENT_MISDIRECTED");
  const { numUpdatedRows } = await tx
    .updateTable("member_index")
    .set({ home_committee_code, home_organization_id })
    .where("member_id", "=", memberId)
    .executeTakeFirstOrThrow();
  // The member of another's committee is as unknown to the source as one whom nobody has.
  if (numUpdatedRows === 0n) throw new EventRefused("EVENT_UNEXPECTED");
}
