import { randomUUID, type KeyObject } from "node:crypto";
import type { EventPeer } from "#contract/event-keys.ts";
import { isReceipt, signDelivery } from "#contract/event-signature.ts";
import type { AgencyEvent, EventOutcome } from "#contract/events.ts";

/** Who tells, and as whom. */
export interface Sender {
  /** Name of the own process. */
  readonly name: string;
  /** Its private key. */
  readonly key: KeyObject;
}

/** Where every agency hears of events. */
export const EVENTS_PATH = "/events";

/** Below the time after which PostgreSQL ends the transaction that holds the events. */
const DELIVERY_TIMEOUT_MS = 4_000;

/** A delivery that brought no receipt: nobody knows what became of it. Its message is for the own log. */
export class DeliveryFailed extends Error {
  override readonly name = "DeliveryFailed";
}

/**
 * Tells a peer of events and answers what it says became of each. Only a receipt that the peer signed counts: neither
 * a proxy nor somebody on the wire can have events forgotten.
 * @throws DeliveryFailed
 */
export async function deliver(
  { name: source, key }: Sender,
  target: string,
  peer: EventPeer,
  events: readonly Omit<AgencyEvent, "source">[],
): Promise<ReadonlyMap<string, EventOutcome>> {
  const body = JSON.stringify({ events: events.map((event) => ({ ...event, source })) });
  const occasion = { created: Math.floor(Date.now() / 1_000), nonce: randomUUID() };
  const signature = signDelivery({ path: EVENTS_PATH, body, source, target }, key, occasion);
  const { headers, bytes } = await post(`${peer.url}${EVENTS_PATH}`, body, signature);
  const expected = { receiver: target, nonce: occasion.nonce, key: peer.publicKey };
  if (!isReceipt(bytes, headers, expected)) throw new DeliveryFailed("the answer is no receipt");
  const { outcomes } = JSON.parse(bytes.toString("utf8")) as { outcomes: readonly EventOutcome[] };
  return new Map(outcomes.map((outcome) => [outcome.id, outcome]));
}

async function post(url: string, body: string, signature: Readonly<Record<string, string>>) {
  try {
    const headers = { "content-type": "application/json", ...signature };
    const signal = AbortSignal.timeout(DELIVERY_TIMEOUT_MS);
    const response = await fetch(url, { method: "POST", headers, body, signal, redirect: "error" });
    if (!response.ok) throw new DeliveryFailed(`status ${response.status}`);
    return { headers: Object.fromEntries(response.headers), bytes: Buffer.from(await response.arrayBuffer()) };
  } catch (error) {
    if (error instanceof DeliveryFailed) throw error;
    throw new DeliveryFailed((error as Error).cause ? String((error as Error).cause) : (error as Error).message);
  }
}
