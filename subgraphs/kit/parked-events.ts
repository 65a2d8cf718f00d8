import { sql, type Kysely, type Transaction } from "kysely";

/** An event that was set aside for an operator, without its body: that may tell of a person. */
export interface ParkedEvent {
  readonly id: string;
  readonly target: string;
  readonly kind: string;
  readonly subject: string;
  readonly occurredAt: Date;
  readonly parkedAt: Date;
  readonly attempts: number;
  /** Code of the target's refusal, or EVENT_NOT_DELIVERED. */
  readonly because: string;
  /** Later events about the subject, which wait behind it. */
  readonly behind: number;
}

/** The parked events of an agency, by target and then in the order in which they happened. */
export async function parkedEvents<Tables>(db: Kysely<Tables>): Promise<readonly ParkedEvent[]> {
  const { rows } = await sql<ParkedEvent>`
    select id, target, kind, subject, occurred_at as "occurredAt", parked_at as "parkedAt", attempts,
      parked_because as because, (
        select count(*)::integer from outbox_event as later where later.target = event.target
          and later.subject = event.subject and later.sequence > event.sequence
      ) as behind
    from outbox_event as event where parked_at is not null order by target, position`.execute(db);
  return rows;
}

/** Which parked events to release: one by its id, or all of a target. */
export type Release = { readonly id: string } | { readonly target: string };

/** An event that was released. */
export type ReleasedEvent = Pick<ParkedEvent, "id" | "target" | "kind" | "subject" | "because">;

/**
 * Lets parked events go out as if they had never been tried, wakes the relay and notes each in the log of acts, under
 * the agency's own name and the event's id. Events that are not parked are left alone.
 */
export async function releaseEvents<Tables>(
  tx: Transaction<Tables>,
  release: Release,
  { agency, now = new Date() }: { readonly agency: string; readonly now?: Date },
): Promise<readonly ReleasedEvent[]> {
  const which = "id" in release ? sql`id = ${release.id}::uuid` : sql`target = ${release.target}`;
  const { rows } = await sql<ReleasedEvent>`
    with parked as (
      select id, target, kind, subject, parked_because as because, position
      from outbox_event where parked_at is not null and ${which} for update
    ), released as (
      update outbox_event as event set parked_at = null, parked_because = null, first_tried_at = null, attempts = 0,
        due_at = ${now}
      from parked where event.id = parked.id
    ), noted as (
      insert into act_log (act, subject, organization, purpose, trace_id, acted_at)
      select 'RELEASE_EVENT', subject, ${agency}, null, id, ${now} from parked
    )
    select id, target, kind, subject, because from parked order by target, position`.execute(tx);
  for (const target of new Set(rows.map((event) => event.target)))
    await sql`select pg_notify('outbox', ${target})`.execute(tx);
  return rows;
}
