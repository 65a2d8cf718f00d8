import { sql, type InsertResult, type Transaction } from "kysely";
import { DatabaseError } from "pg";
import type { EventKind } from "#contract/event-bodies.ts";
import {
  eventDigest,
  type AgencyEvent,
  type AnyEvent,
  type EventOutcome,
  type EventRefusal,
} from "#contract/events.ts";
import type { Reach } from "#contract/reach.ts";
import { ActRefused } from "#kit/act-outcome.ts";
import type { AgencyDatabase } from "#kit/database.ts";

/**
 * What an agency does with each kind of event that it takes; a kind that is not named is refused. A handler writes the
 * agency's own rows, and what it emits leaves with them; it may throw `EventRefused`, `EventEarly` or, from a step that
 * the case does not allow, `ActRefused`. It may run twice, so what it does must stay within its transaction.
 */
export type EventHandlers<Tables> = {
  readonly [Kind in EventKind]?: (tx: Transaction<Tables>, event: AgencyEvent<Kind>) => Promise<void>;
};

/** Thrown by a handler for an event that it will never take, however often it comes; its source parks it. */
export class EventRefused extends Error {
  override readonly name = "EventRefused";
  readonly code: EventRefusal;

  constructor(code: EventRefusal) {
    super(code);
    this.code = code;
  }
}

/** Undoes what was begun for an event that was not taken. */
class NotTaken extends Error {
  readonly outcome: "duplicate" | "early";

  constructor(outcome: "duplicate" | "early") {
    super(outcome);
    this.outcome = outcome;
  }
}

/**
 * Thrown by a handler for an event that rests on another one, of another subject or source, which may still be under
 * way: nothing is wrong, and it comes again.
 */
export class EventEarly extends NotTaken {
  override readonly name = "EventEarly";

  constructor() {
    super("early");
  }
}

/** Refuses an event whose row is there already: what has begun does not begin again. */
export function requireInserted({ numInsertedOrUpdatedRows }: InsertResult): void {
  if (numInsertedOrUpdatedRows !== 1n) throw new EventRefused("EVENT_UNEXPECTED");
}

/**
 * Takes one event: its effect and its note in the inbox are one transaction, so that it has its effect once however
 * often it comes. What fails otherwise is the receiver's own fault and rejects.
 */
export async function takeEvent<Tables>(
  database: AgencyDatabase<Tables>,
  handlers: EventHandlers<Tables>,
  reachOf: (event: AnyEvent) => Reach,
  event: AnyEvent,
  now: Date = new Date(),
): Promise<EventOutcome> {
  const { id } = event;
  const handle = handlers[event.kind] as ((tx: Transaction<Tables>, event: AnyEvent) => Promise<void>) | undefined;
  if (!handle) return { id, outcome: "refused", code: "EVENT_UNEXPECTED" };
  const take = () =>
    database.within(reachOf(event)).transaction().execute(async (tx) => {
      await noteEvent(tx, event, now);
      await handle(tx, event);
    });
  try {
    // It may have met a row that was just being written; the handler sees that row the second time.
    await take().catch((error: unknown) => (isContradiction(error) ? take() : Promise.reject(error)));
    return { id, outcome: "accepted" };
  } catch (error) {
    if (error instanceof NotTaken) return { id, outcome: error.outcome };
    if (error instanceof EventRefused) return { id, outcome: "refused", code: error.code };
    if (isImpossible(error) || isContradiction(error)) return { id, outcome: "refused", code: "EVENT_UNEXPECTED" };
    throw error;
  }
}

/** A step that the case does not allow becomes possible by no repetition; one that only met another act may. */
const isImpossible = (error: unknown) => error instanceof ActRefused && error.refusal.kind !== "conflict";

/**
 * Classes 22 and 23 of SQLSTATE, values that no column takes and violated constraints: what an event says contradicts
 * the rows that are there, or itself.
 */
const isContradiction = (error: unknown) => error instanceof DatabaseError && /^2[23]/.test(error.code ?? "");

/**
 * Notes the event if it is the next of its subject, in one statement, and throws what it is otherwise. The row of the
 * subject stays locked, so that order holds when two deliveries come at once. In the log it is an act of its source.
 */
async function noteEvent<Tables>(tx: Transaction<Tables>, event: AnyEvent, now: Date): Promise<void> {
  const { source, subject, sequence, id } = event;
  const digest = eventDigest(event);
  const { rows } = await sql<{ last: number; isNext: boolean }>`
    with before as (
      select last_sequence from inbox_sequence where source = ${source} and subject = ${subject} for update
    ), noted as (
      insert into inbox_event (source, event_id, digest, taken_at)
      select ${source}, ${id}, ${digest}, ${now}
      where coalesce((select last_sequence from before), 0) = ${sequence}::integer - 1
      on conflict do nothing returning event_id
    ), moved as (
      insert into inbox_sequence as seen (source, subject, last_sequence)
      select ${source}, ${subject}, ${sequence}::integer from noted
      on conflict (source, subject) do update set last_sequence = excluded.last_sequence
      where seen.last_sequence = excluded.last_sequence - 1 returning last_sequence
    ), logged as (
      insert into act_log (act, subject, organization, purpose, trace_id, acted_at)
      select ${event.kind}, ${subject}, ${source}, null, ${id}, ${now} from moved
    )
    select coalesce((select last_sequence from before), 0) as last,
      exists (select from moved) as "isNext"`.execute(tx);
  if (rows[0]?.isNext) return;
  if (sequence > (rows[0]?.last ?? 0) + 1) throw new EventEarly();
  const known = await sql`select from inbox_event
    where source = ${source} and event_id = ${id} and digest = ${digest}`.execute(tx);
  throw known.rows.length > 0 ? new NotTaken("duplicate") : new EventRefused("EVENT_ALTERED");
}
