import { sql, type Kysely, type Transaction } from "kysely";
import { eventBodies, type EventBody, type EventKind } from "#contract/event-bodies.ts";
import { isProcessName, isSubject, newEventId, type AgencyEvent } from "#contract/events.ts";

/** An event that is to be told; its id, source and sequence come with the outbox. */
export type OutgoingEvent = {
  readonly [Kind in EventKind]: {
    /** Name of the process that is to hear it. */
    readonly target: string;
    readonly subject: string;
    readonly kind: Kind;
    readonly body: EventBody<Kind>;
  };
}[EventKind];

/**
 * Puts events into the outbox of the act's own transaction: they leave if it commits, and not otherwise. Events about
 * one subject leave in the order in which they were put in.
 * @throws Error when a body is not what its kind says: the receiver would refuse it for ever
 */
export async function emit<Tables>(
  tx: Transaction<Tables>,
  events: readonly OutgoingEvent[],
  now: Date = new Date(),
): Promise<void> {
  for (const { target, subject, kind, body } of events) {
    const fault = isProcessName(target) && isSubject(subject) ? eventBodies[kind].fault(body, "body") : "its address";
    if (fault !== null) throw new Error(`The event ${kind} is not as the contract has it: ${fault}.`);
    const id = newEventId(now.valueOf());
    await sql`
      with numbered as (
        insert into outbox_sequence as last (target, subject, last_sequence) values (${target}, ${subject}, 1)
        on conflict (target, subject) do update set last_sequence = last.last_sequence + 1
        returning last_sequence
      ), event as (
        insert into outbox_event (id, target, subject, sequence, kind, occurred_at, due_at)
        select ${id}, ${target}, ${subject}, last_sequence, ${kind}, ${now}, ${now} from numbered
      )
      insert into outbox_body (id, body) values (${id}, ${JSON.stringify(body)})`.execute(tx);
  }
}

/**
 * Takes back all that was to be told about a subject to a target that has refused the first of it as unexpected, and so
 * knows nothing of the subject. Answers whether it was so: false where the target has heard of it, or may hear yet.
 */
export async function takeBackRefused<Tables>(
  tx: Transaction<Tables>,
  { target, subject }: Pick<OutgoingEvent, "target" | "subject">,
): Promise<boolean> {
  const { rows } = await sql`select id from outbox_event
    where target = ${target} and subject = ${subject} and sequence = 1 and parked_because = 'EVENT_UNEXPECTED'
    for update`.execute(tx);
  if (rows.length === 0) return false;
  await sql`delete from outbox_event where target = ${target} and subject = ${subject}`.execute(tx);
  return true;
}

/** A side that has not heard yet. */
export interface PendingDelivery {
  readonly target: string;
  /** Events on the way to it. */
  readonly events: number;
  /** Instant of the oldest of them. */
  readonly since: Date;
  /** Whether an operator has to see to it. */
  readonly isParked: boolean;
}

/** Who has not heard yet of these subjects, each side once, in the order of their names; one statement. */
export async function pendingDeliveries<Tables>(
  db: Kysely<Tables>,
  subjects: readonly string[],
): Promise<readonly PendingDelivery[]> {
  const { rows } = await sql<PendingDelivery>`
    select target, count(*)::integer as events, min(occurred_at) as since,
      bool_or(parked_at is not null) as "isParked"
    from outbox_event where subject = any(${[...subjects]}::text[])
    group by target order by target`.execute(db);
  return rows;
}

/** An event as the relay takes it out, with how often it was tried. */
export interface ClaimedEvent {
  readonly event: Omit<AgencyEvent, "source">;
  readonly attempts: number;
  /** Null before the first attempt. */
  readonly firstTriedAt: Date | null;
}

/**
 * The next events for a target, at most `size`, locked until the transaction ends: the oldest of each subject, if it
 * is due and no other relay holds it. Of a subject whose oldest waits or is parked nothing is taken: order holds.
 */
export async function claimEvents(
  tx: Transaction<unknown>,
  target: string,
  { size, now }: { readonly size: number; readonly now: Date },
): Promise<readonly ClaimedEvent[]> {
  await sql`select set_config('app.is_relay', 'true', true)`.execute(tx);
  const { rows } = await sql<Omit<ClaimedEvent, "event"> & ClaimedEvent["event"] & { body: string; occurredAt: Date }>`
    select event.id, target, subject, sequence, kind, occurred_at as "occurredAt", attempts,
      first_tried_at as "firstTriedAt",
      (select body from outbox_body where outbox_body.id = event.id) as body
    from outbox_event as event
    where target = ${target} and due_at <= ${now} and parked_at is null and not exists (
      select from outbox_event as earlier
      where earlier.target = event.target and earlier.subject = event.subject and earlier.sequence < event.sequence)
    order by position limit ${size} for update of event skip locked`.execute(tx);
  return rows.map(({ attempts, firstTriedAt, body, occurredAt, ...event }) => ({
    event: { ...event, occurredAt: occurredAt.toJSON(), body: JSON.parse(body) as AgencyEvent["body"] },
    attempts,
    firstTriedAt,
  }));
}

/** Takes events out of the outbox that their target has confirmed. */
export const removeEvents = (tx: Transaction<unknown>, ids: readonly string[]) =>
  sql`delete from outbox_event where id = any(${[...ids]}::uuid[])`.execute(tx);

/** Lets an event that was tried now wait until an instant before it is tried again. */
export const delayEvent = (tx: Transaction<unknown>, id: string, { now, dueAt }: { now: Date; dueAt: Date }) =>
  sql`update outbox_event set attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, ${now}),
    due_at = ${dueAt} where id = ${id}`.execute(tx);

/** Sets an event aside, with what comes after it about the same subject, until an operator releases it. */
export const parkEvent = (tx: Transaction<unknown>, id: string, { now, because }: { now: Date; because: string }) =>
  sql`update outbox_event set attempts = attempts + 1, parked_at = ${now}, parked_because = ${because}
    where id = ${id}`.execute(tx);

/** Makes everything that waits for a target due at once: it answers again after it was away. Parked events stay. */
export const hurryEvents = (db: Kysely<unknown>, target: string, now: Date) =>
  sql`update outbox_event set due_at = ${now}
    where target = ${target} and due_at > ${now} and parked_at is null`.execute(db);

/** Instant at which the next event for a target falls due; null when none waits. Parked ones never do. */
export async function nextDueAt(db: Kysely<unknown>, target: string): Promise<Date | null> {
  const { rows } = await sql<{ dueAt: Date | null }>`
    select min(due_at) as "dueAt" from outbox_event where target = ${target} and parked_at is null`.execute(db);
  return rows[0]?.dueAt ?? null;
}

/** What waits for a target, for the metrics. */
export interface OutboxDepth {
  readonly target: string;
  readonly pending: number;
  readonly parked: number;
  /** Seconds since the oldest event that is not parked; 0 when there is none. */
  readonly lagSeconds: number;
}

/** What waits, by target. */
export async function outboxDepths(db: Kysely<unknown>, now: Date): Promise<readonly OutboxDepth[]> {
  const { rows } = await sql<OutboxDepth>`
    select target, (count(*) filter (where parked_at is null))::integer as pending,
      count(parked_at)::integer as parked,
      greatest(coalesce(extract(epoch from ${now}::timestamptz - min(occurred_at) filter (where parked_at is null)), 0),
        0)::float8 as "lagSeconds"
    from outbox_event group by target order by target`.execute(db);
  return rows;
}
