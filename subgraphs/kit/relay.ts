/**
 * How events leave. Each agency process has a relay of its own: it waits for the notice that PostgreSQL gives when a
 * transaction with events commits, claims the oldest due event of each subject, tells the target, and takes out of the
 * outbox what the target has confirmed, all within the transaction that holds the claim. So an event
 *
 * - leaves after its transaction has committed, and at least once: a relay that dies has confirmed nothing;
 * - keeps its place behind earlier ones about the same subject, even with several relays for one database;
 * - is tried again after 1 s, 2 s, … at most 10 minutes, or as soon as the target takes another one; it is parked after
 *   24 h or when the target refuses it, with one line in the log that asks for an operator, who releases it once the
 *   cause is gone (see `parked-events.ts`).
 *
 * An agency does nothing for it but hand an exchange to `serve` (see `exchange.ts`).
 */
import type { Kysely } from "kysely";
import type { EventPeer } from "#contract/event-keys.ts";
import { DELIVERY_BYTES_MAX, EVENTS_MAX, type EventOutcome } from "#contract/events.ts";
import { deliver, DeliveryFailed, type Sender } from "#kit/deliver.ts";
import { claimEvents, delayEvent, parkEvent, removeEvents, type ClaimedEvent } from "#kit/outbox.ts";

/** What a relay works with. */
export interface RelayOptions {
  /** Connections of its own: a peer that hangs must not keep callers waiting. */
  readonly db: Kysely<unknown>;
  readonly sender: Sender;
  readonly peers: ReadonlyMap<string, EventPeer>;
  readonly log: RelayLog;
  readonly now?: () => Date;
  /** At least 0 and below 1; spreads what failed together. */
  readonly random?: () => number;
}

/** The part of a logger that a relay needs. */
export interface RelayLog {
  readonly warn: (facts: object, message: string) => void;
  readonly error: (facts: object, message: string) => void;
}

/** What one round for a target came to. */
export interface RelayRound {
  /** Events that the target has now. */
  readonly delivered: number;
  /** Whether the target answered at all; the next round for one that did not should wait. */
  readonly isReached: boolean;
  /** Whether more may be waiting at once. */
  readonly hasMore: boolean;
}

/** What a delivery has around each event, the name of its source and the comma, and around all of them. */
const FRAME_BYTES_MAX = 120;

const DELAY_MAX_MS = 10 * 60 * 1_000;
const PARKED_AFTER_MS = 24 * 60 * 60 * 1_000;

/** Milliseconds before the next attempt: doubling from a second to ten minutes, less up to a half by chance. */
export const delayAfter = (attempts: number, random: number): number =>
  Math.min(DELAY_MAX_MS, 1_000 * 2 ** Math.min(attempts, 20)) * (1 - random / 2);

/** Tells one target of what is due, a hundred events at most. */
export async function relayTo(
  target: string,
  peer: EventPeer,
  { db, sender, log, now = () => new Date(), random = Math.random }: RelayOptions,
): Promise<RelayRound> {
  return db.transaction().execute(async (tx) => {
    const claimed = fitting(await claimEvents(tx, target, { size: EVENTS_MAX, now: now() }));
    if (claimed.length === 0) return { delivered: 0, isReached: true, hasMore: false };
    const outcomes = await tryToDeliver(target, peer, sender, claimed, log);
    const outcomeOf = ({ event }: ClaimedEvent) => outcomes?.get(event.id);
    const [taken, others] = [true, false].map((its) => claimed.filter((each) => isTaken(outcomeOf(each)) === its));
    await removeEvents(tx, taken?.map(({ event }) => event.id) ?? []);
    const parked = [];
    for (const each of others ?? []) {
      const { id, kind } = each.event;
      const because = reasonToPark(each, outcomeOf(each), now());
      if (because === null) {
        const dueAt = new Date(now().valueOf() + delayAfter(each.attempts, random()));
        await delayEvent(tx, id, { now: now(), dueAt });
      } else {
        await parkEvent(tx, id, { now: now(), because });
        parked.push({ id, kind, because });
      }
    }
    if (parked.length > 0) log.error({ target, parked }, "events are parked and need an operator");
    const delivered = taken?.length ?? 0;
    return { delivered, isReached: outcomes !== null, hasMore: delivered > 0 };
  });
}

/** The most that goes into one delivery; what does not is as if it had not been claimed. */
function fitting(claimed: readonly ClaimedEvent[]): readonly ClaimedEvent[] {
  let bytes = FRAME_BYTES_MAX;
  return claimed.filter(({ event }, index) => {
    bytes += Buffer.byteLength(JSON.stringify(event)) + FRAME_BYTES_MAX;
    return index === 0 || bytes <= DELIVERY_BYTES_MAX;
  });
}

async function tryToDeliver(
  target: string,
  peer: EventPeer,
  sender: Sender,
  claimed: readonly ClaimedEvent[],
  log: RelayLog,
): Promise<ReadonlyMap<string, EventOutcome> | null> {
  try {
    return await deliver(
      sender,
      target,
      peer,
      claimed.map(({ event }) => event),
    );
  } catch (error) {
    if (!(error instanceof DeliveryFailed)) throw error;
    log.warn({ target, events: claimed.length, because: error.message }, "a delivery brought no receipt");
    return null;
  }
}

const isTaken = (outcome: EventOutcome | undefined) =>
  outcome?.outcome === "accepted" || outcome?.outcome === "duplicate";

/** Why an event is not tried again; null when it is. */
function reasonToPark({ firstTriedAt }: ClaimedEvent, outcome: EventOutcome | undefined, now: Date): string | null {
  if (outcome?.outcome === "refused") return outcome.code;
  const isOld = firstTriedAt !== null && now.valueOf() - firstTriedAt.valueOf() >= PARKED_AFTER_MS;
  return isOld ? "EVENT_NOT_DELIVERED" : null;
}
