import { sql, type Kysely } from "kysely";
import type { AssignmentState } from "#contract/lifecycles/assignment.ts";
import { COMMISSION } from "#contract/reach.ts";
import { finalStates } from "./assignment-states.ts";
import type { CountedKind, RegisterStay } from "./reconciliation-reasons.ts";
import type { MoveKind } from "./stay-vocabulary.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/**
 * The register's stays of a committee at the end of a day, each in the state of its last step until then: those under
 * way, those that home committees have yet to hear of, and those asked for by id. One statement, by id.
 */
export async function registerOnDay(
  db: Kysely<ForeignMinistryTables>,
  { committee, day, ids }: { readonly committee: string; readonly day: string; readonly ids: readonly string[] },
): Promise<readonly RegisterStay[]> {
  const { rows } = await sql<Row>`
    with waiting as (
      select coalesce(arrival.assignment_id, back.assignment_id, event.subject) as assignment_id,
        count(*)::integer as events, bool_or(parked_at is not null) as is_parked
      from outbox_event as event
      left join arrival on arrival.id = event.subject
      left join return_transfer as back on back.id = event.subject
      where target <> ${COMMISSION} and (occurred_at at time zone 'Asia/Ho_Chi_Minh')::date <= ${day}
      group by 1
    )
    select stay.id, last.state, last.reached_on as "stateOn", stay.move_kind as "moveKind",
      stay.departs_on <= ${day} as "hasLeft", stay.addressed_organization_id is not null as "isAddressed",
      coalesce(waiting.events, 0) as "waitingEventCount", coalesce(waiting.is_parked, false) as "isParked"
    from overseas_assignment as stay
    cross join lateral (
      select state, reached_on from overseas_assignment_step
      where assignment_id = stay.id and reached_on <= ${day} order by number desc limit 1) as last
    left join waiting on waiting.assignment_id = stay.id
    where stay.home_committee = ${committee} and (
      last.state <> all (${[...finalStates]}::text[]) or waiting.events > 0 or stay.id = any (${[...ids]}::text[]))
    order by stay.id`.execute(db);
  return rows.map(({ moveKind, hasLeft, ...stay }) => ({ ...stay, kind: kindOf(stay.state, moveKind, hasLeft) }));
}

interface Row extends Omit<RegisterStay, "kind"> {
  readonly moveKind: MoveKind | null;
  readonly hasLeft: boolean;
}

/** From the receipt abroad until the acceptance at home; without a transfer, from the departure until the end. */
function kindOf(state: AssignmentState, moveKind: MoveKind | null, hasLeft: boolean): CountedKind | null {
  switch (state) {
    case "RECEIVED_ABROAD":
    case "SINGLE_GUIDED":
    case "EXTENDED":
    case "MOVED_COUNTRY":
    case "RETURN_STARTED":
    case "CONFIRMED_ABROAD":
    case "INTRODUCED_HOME":
    case "OVERDUE":
      return moveKind === "TEMPORARY_TRANSFER" ? "TEMPORARY" : "OFFICIAL";
    case "REPORT_ONLY":
    case "GROUP_CELL":
    case "EXEMPT":
      return hasLeft ? "WITHOUT_TRANSFER" : null;
    default:
      return null;
  }
}
