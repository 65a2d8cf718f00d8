import { sql, type Kysely } from "kysely";
import type { AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { TransferState } from "#contract/lifecycles/transfer.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { finalAssignmentStates } from "./overseas-applications.ts";
import { finalTransferStates } from "./open-transfers.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** How somebody is away: with the official place, or with a temporary one. */
export type AwayKind = "OFFICIAL" | "TEMPORARY";

/** A stay as a committee's books show it at the end of a day: of each case the last step until then counts. */
export interface StayOnDay {
  /** Null for somebody whom the roster has abroad and of whom no application is known, as are state and day then. */
  readonly id: string | null;
  readonly state: AssignmentState | null;
  readonly stateOn: string | null;
  readonly rosterKind: AwayKind | null;
  /** The transfer out of the country, once its letter was issued. */
  readonly letterKind: AwayKind | null;
  readonly letterOn: string | null;
  readonly transferState: TransferState | null;
  readonly transferOn: string | null;
  /** The day the way back was accepted at home; null until then. */
  readonly backOn: string | null;
  /** What the ministry has not confirmed of what happened until the day. */
  readonly waitingEventCount: number;
  readonly isParked: boolean;
}

/** Of which committee, at the end of which day, and since when what is over matters too. */
export interface DayOfCommittee {
  readonly committee: string;
  readonly day: string;
  readonly since: string;
}

/** From the receipt abroad until the acceptance at home. */
const ABROAD: readonly AssignmentState[] = [
  ...(["RECEIVED_ABROAD", "SINGLE_GUIDED", "EXTENDED", "MOVED_COUNTRY"] as const),
  ...(["RETURN_STARTED", "CONFIRMED_ABROAD", "INTRODUCED_HOME", "OVERDUE"] as const),
];

/** A committee's stays that were under way since a day, by id, in one statement. */
export async function staysOnDay(
  db: Kysely<ProvincialCommitteesTables>,
  of: DayOfCommittee,
): Promise<readonly StayOnDay[]> {
  const { rows } = await sql<StayOnDay>`
    with absence as (${absences(of)}), waiting as (${waitingEvents(of)}), stay as (${stays(of)}),
      letter as (${letters(of)}), back as (${returns(of)}), away as (${membersAway()})
    select stay.id, stay.state, stay.entered_on as "stateOn", away.kind as "rosterKind", letter.kind as "letterKind",
      letter.issued_on as "letterOn", letter.state as "transferState", letter.state_on as "transferOn",
      back.accepted_on as "backOn", coalesce(waiting.events, 0) as "waitingEventCount",
      coalesce(waiting.is_parked, false) as "isParked"
    from stay
    full join away on away.id = stay.id
    left join letter on letter.assignment_id = stay.id
    left join back on back.assignment_id = stay.id
    left join waiting on waiting.assignment_id = stay.id
    order by stay.id`.execute(db);
  return rows;
}

/** Who is away by the roster, wherever to. */
const absences = ({ committee, day }: DayOfCommittee) => sql`
  select id as member_id, activity_status,
    case activity_status when 'TRANSFERRED' then official_organization_id else temporary_organization_id end as place
  from member
  where committee_code = ${committee} and activity_status in ('TRANSFERRED', 'TEMPORARILY_AWAY')
    and activity_status_on <= ${day}
  union all
  select past.member_id, past.activity_status, past.organization_id
  from member_absence as past join member on member.id = past.member_id
  where member.committee_code = ${committee} and past.since <= ${day} and past.until > ${day}`;

const waitingEvents = ({ day }: DayOfCommittee) => sql`
  select coalesce(transfer.assignment_id, event.subject) as assignment_id,
    count(*)::integer as events, bool_or(parked_at is not null) as is_parked
  from outbox_event as event left join activity_transfer as transfer on transfer.id = event.subject
  where target = ${REGISTRAR} and (occurred_at at time zone 'Asia/Ho_Chi_Minh')::date <= ${day}
  group by 1`;

/** Under way on the day or at least since the other; or over, and something of it is not. */
const stays = ({ committee, day, since }: DayOfCommittee) => sql`
  select application.id, application.member_id, application.departs_on, last.state, last.entered_on
  from overseas_application as application
  cross join lateral (
    select state, entered_on from overseas_application_step
    where application_id = application.id and entered_on <= ${day} order by ordinal desc limit 1) as last
  where application.committee_code = ${committee} and (
    last.state <> all (${[...finalAssignmentStates]}::text[]) or last.entered_on >= ${since}
    or application.member_id in (select member_id from absence)
    or application.id in (select assignment_id from waiting)
    or application.id in (
      select assignment_id from activity_transfer
      where committee_code = ${committee} and state <> all (${[...finalTransferStates]}::text[])))`;

/** The last letter by which a member left home; transfers that arrive here lead back, some from country to country. */
const letters = ({ day }: DayOfCommittee) => sql`
  select distinct on (transfer.assignment_id) transfer.assignment_id, transfer.kind, issued.entered_on as issued_on,
    last.state, last.entered_on as state_on
  from activity_transfer as transfer
  join activity_transfer_step as issued on issued.transfer_id = transfer.id and issued.state = 'ISSUED'
  cross join lateral (
    select state, entered_on from activity_transfer_step
    where transfer_id = transfer.id and entered_on <= ${day} order by ordinal desc limit 1) as last
  where transfer.assignment_id in (select id from stay) and issued.entered_on <= ${day}
    and transfer.to_committee_code is null
    and not exists (select from arrival where arrival.id = transfer.id)
    and not exists (select from overseas_organization where overseas_organization.id = transfer.from_organization_id)
  order by transfer.assignment_id, issued.entered_on desc, transfer.id`;

const returns = ({ day }: DayOfCommittee) => sql`
  select transfer.assignment_id, min(accepted.entered_on) as accepted_on
  from activity_transfer as transfer
  join arrival on arrival.id = transfer.id
  join activity_transfer_step as accepted on accepted.transfer_id = transfer.id and accepted.state = 'ACCEPTED'
  where transfer.assignment_id in (select id from stay) and accepted.entered_on <= ${day}
  group by 1`;

/** Whoever is away is abroad if the place is, or if a stay was received: of several stays it is that one. */
const membersAway = () => sql`
  select distinct on (absence.member_id) stay.id,
    case absence.activity_status when 'TRANSFERRED' then 'OFFICIAL' else 'TEMPORARY' end as kind
  from absence left join stay on stay.member_id = absence.member_id
  where stay.state = any (${[...ABROAD]}::text[])
    or exists (select from overseas_organization where overseas_organization.id = absence.place)
  order by absence.member_id, (stay.state = any (${[...ABROAD]}::text[])) desc nulls last, stay.departs_on desc`;
