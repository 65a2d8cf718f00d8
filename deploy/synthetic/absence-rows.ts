import type { Insertable } from "kysely";
import type { MemberAbsenceTable } from "../../subgraphs/provincial-committees/tables.ts";
import { dayText } from "./days.ts";
import { organizationId } from "./home-trees.ts";
import type { Member } from "./members.ts";
import { destinationOf } from "./standings.ts";
import { dayOfState, isAccepted } from "./stays.ts";
import { dayOf } from "./transfer-paths.ts";

/** The times abroad of a member that are over, as the roster keeps them. */
export function* absenceRows(member: Member): Generator<Insertable<MemberAbsenceTable>> {
  for (const stay of member.stays) {
    const until = dayOfState(stay, "CLOSED");
    const out = stay.transfers.find(isAccepted);
    const since = out ? dayOf(out.steps, "ACCEPTED") : null;
    if (!out || since === null || until === null) continue;
    yield {
      member_id: member.id,
      activity_status: out.kind === "TEMPORARY" ? "TEMPORARILY_AWAY" : "TRANSFERRED",
      organization_id: destinationOf(stay, out, organizationId(member.tree, member.cell)),
      since: dayText(since),
      until: dayText(until),
    };
  }
}
