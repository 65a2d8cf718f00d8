/**
 * An agency's part in what agencies tell each other. `server.ts` opens one and hands it to `serve`:
 *
 *   const exchange = peering && openExchange({ ...peering, databaseUrl, database, handlers, reachOf });
 *
 * `handlers` names every kind of event that the agency takes (see `inbox.ts`), `reachOf` under whose reach its rows are
 * written. `exchange.targetOf(committee)` says where to address events for a home committee.
 */
import type { KeyObject } from "node:crypto";
import type { FastifyBaseLogger } from "fastify";
import type { EventPeers } from "#contract/event-keys.ts";
import {
  createDeliveryVerifier,
  signReceipt,
  type DeliveryFault,
  type EventSignature,
} from "#contract/event-signature.ts";
import { EVENTS_MAX, eventFault, type AnyEvent, type EventOutcome } from "#contract/events.ts";
import type { Reach } from "#contract/reach.ts";
import type { ReceivedCall } from "#contract/verify-envelope.ts";
import { forgetKeys } from "#kit/acts.ts";
import { openDatabase, type AgencyDatabase } from "#kit/database.ts";
import { takeEvent, type EventHandlers } from "#kit/inbox.ts";
import { exchangeMetrics } from "#kit/metrics.ts";
import { startRelay, type RunningRelay } from "#kit/relay-loop.ts";

/** Who a process is among those that exchange events; read from `<PREFIX>_PEERS` and `<PREFIX>_EVENT_KEY`. */
export interface ExchangeConfig extends EventPeers {
  /** Name of the own process: the peer whose public key belongs to `key`. */
  readonly name: string;
  readonly key: KeyObject;
}

/** What an agency adds to its configuration. */
export interface ExchangeOptions<Tables> extends ExchangeConfig {
  readonly databaseUrl: string;
  readonly database: AgencyDatabase<Tables>;
  readonly handlers: EventHandlers<Tables>;
  readonly reachOf: (event: AnyEvent) => Reach;
  readonly now?: () => Date;
}

/** An answer to a delivery: its bytes and the signature of the receiver. */
export interface Receipt {
  readonly body: string;
  readonly headers: EventSignature;
}

/** An open exchange. */
export interface Exchange {
  readonly name: string;
  /** Takes a delivery as it came, unread; or says why not, for the log alone. */
  readonly receive: (call: ReceivedCall, log: FastifyBaseLogger) => Promise<Receipt | DeliveryFault>;
  /** Begins to relay. */
  readonly start: (log: FastifyBaseLogger) => void;
  /** The figures in the text form of Prometheus. */
  readonly metrics: () => Promise<string>;
  readonly close: () => Promise<void>;
  /** Name of the process that answers for a committee; null when none does. */
  readonly targetOf: (committee: string) => string | null;
}

/** One connection for each of a few peers that may be told at once. */
const RELAY_CONNECTIONS_MAX = 4;

/** Keys of acts outlive their days by less than this. */
const FORGET_EVERY_MS = 60 * 60 * 1_000;

/** Opens an exchange. Until `start` it tells nobody anything. */
export function openExchange<Tables>(options: ExchangeOptions<Tables>): Exchange {
  const { name, key, peers, routes, databaseUrl, now = () => new Date() } = options;
  const verify = createDeliveryVerifier(name, (source) => peers.get(source)?.publicKey, () => now().valueOf());
  const db = openDatabase<unknown>({ url: databaseUrl, poolSize: Math.min(RELAY_CONNECTIONS_MAX, peers.size || 1) });
  const taken = new Map<string, number>();
  let [relay, forgetting]: [RunningRelay | null, NodeJS.Timeout | undefined] = [null, undefined];

  async function receive(call: ReceivedCall, log: FastifyBaseLogger): Promise<Receipt | DeliveryFault> {
    const delivery = verify(call);
    if (typeof delivery === "string") return delivery;
    const events = readEvents(call.body);
    if (!events) return "malformed";
    const outcomes: EventOutcome[] = [];
    for (const event of events) {
      const outcome = await takeOne(options, event, delivery.source, log, now());
      if (outcome === null) continue;
      const label = `source="${delivery.source}",outcome="${outcome.outcome}"`;
      taken.set(label, (taken.get(label) ?? 0) + 1);
      outcomes.push(outcome);
    }
    const body = JSON.stringify({ outcomes });
    return { body, headers: signReceipt(body, name, delivery.nonce, key) };
  }

  return {
    name,
    receive,
    start: (log) => {
      relay = startRelay({ db, databaseUrl, peers, log, now, sender: { name, key } });
      const forget = () => forgetKeys(db, now()).catch((err: unknown) => log.warn({ err }, "old keys are kept"));
      forgetting = setInterval(() => void forget(), FORGET_EVERY_MS).unref();
    },
    metrics: () => exchangeMetrics(db, { delivered: relay?.delivered ?? new Map(), taken, now: now() }),
    close: async () => {
      clearInterval(forgetting);
      await relay?.stop();
      await db.destroy();
    },
    targetOf: (committee) => routes.get(committee) ?? null,
  };
}

/** The events of a delivery, not looked at yet; null when it is not a delivery. */
function readEvents(body: Uint8Array): readonly unknown[] | null {
  try {
    const { events } = JSON.parse(Buffer.from(body).toString("utf8")) as { events?: unknown };
    return Array.isArray(events) && events.length <= EVENTS_MAX ? events : null;
  } catch {
    return null;
  }
}

/** What became of one event; null when the agency's own fault kept it from being taken, so that it comes again. */
async function takeOne<Tables>(
  { name, database, handlers, reachOf }: ExchangeOptions<Tables>,
  event: unknown,
  source: string,
  log: FastifyBaseLogger,
  now: Date,
): Promise<EventOutcome | null> {
  const id = String((event as { id?: unknown } | null)?.id);
  const fault = eventFault(event);
  if (fault !== null) {
    log.error({ source, id, fault }, "an event is not as the contract has it");
    return { id, outcome: "refused", code: "EVENT_MALFORMED" };
  }
  const known = event as AnyEvent;
  if (known.source !== source || known.target !== name) return { id, outcome: "refused", code: "EVENT_MISDIRECTED" };
  try {
    const outcome = await takeEvent(database, handlers, reachOf, known, now);
    const { kind } = known;
    if (outcome.outcome === "refused") log.warn({ source, id, kind, code: outcome.code }, "an event was refused");
    return outcome;
  } catch (error) {
    log.error({ source, id, kind: known.kind, err: error }, "an event could not be taken");
    return null;
  }
}
