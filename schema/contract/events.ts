import { hash, randomBytes } from "node:crypto";
import { eventBodies, type EventBody, type EventKind } from "./event-bodies.ts";

/**
 * What one agency tells another. Facts and their order are the source's: a receiver takes the events of a subject in
 * the order of their sequence and never twice.
 */
export interface AgencyEvent<Kind extends EventKind = EventKind> {
  /** UUIDv7, drawn by the source. */
  readonly id: string;
  /** Agency or instance that tells: `foreign-ministry`, `provincial-committees/north`. */
  readonly source: string;
  /** Whom alone it is meant for, in the same form. */
  readonly target: string;
  /** What orders it: the id of the transfer, stay, member or committee it is about. */
  readonly subject: string;
  /** Dense from 1 for each source, target and subject. */
  readonly sequence: number;
  readonly kind: Kind;
  /** Instant of the source's transaction, ISO 8601 in UTC. */
  readonly occurredAt: string;
  readonly body: EventBody<Kind>;
}

/** An event of any one kind, of which `kind` tells the body. */
export type AnyEvent = { readonly [Kind in EventKind]: AgencyEvent<Kind> }[EventKind];

/** What became of an event: taken now, taken before, before its turn, or never to be taken, with a code. */
export type EventOutcome =
  | { readonly id: string; readonly outcome: "accepted" | "duplicate" | "early" }
  | { readonly id: string; readonly outcome: "refused"; readonly code: EventRefusal };

/** Why a receiver will not take an event however often it comes; the source parks it for its operators. */
export type EventRefusal = "EVENT_MALFORMED" | "EVENT_MISDIRECTED" | "EVENT_UNEXPECTED" | "EVENT_ALTERED";

/** Events that one delivery carries at most. */
export const EVENTS_MAX = 100;

/** Bytes of a delivery at most: many of the largest events, which are files of members. */
export const DELIVERY_BYTES_MAX = 1_000_000;

const NAME = /^[a-z][a-z-]{0,38}(\/[a-z][a-z0-9-]{0,38})?$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Tells whether a text may name an agency or an instance. */
export const isProcessName = (name: string): boolean => NAME.test(name);

/** Tells whether a text may be what an event is about. */
export const isSubject = (subject: string): boolean => /^[\w./-]{1,80}$/.test(subject);

/** Why a value is not an event, in words that quote nothing of it; null when it is one. */
export function eventFault(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return "an event must be an object";
  const { id, source, target, subject, sequence, kind, occurredAt, body } = value as Partial<AgencyEvent>;
  if (typeof id !== "string" || !UUID.test(id)) return "id must be a UUID of version 7";
  if (typeof source !== "string" || !isProcessName(source)) return "source must name a process";
  if (typeof target !== "string" || !isProcessName(target)) return "target must name a process";
  if (typeof subject !== "string" || !isSubject(subject)) return "subject must be an id";
  if (!Number.isSafeInteger(sequence) || Number(sequence) < 1) return "sequence must be a whole number from 1";
  if (typeof occurredAt !== "string" || !isInstant(occurredAt)) return "occurredAt must be an instant";
  if (typeof kind !== "string" || !Object.hasOwn(eventBodies, kind)) return "kind must be one of the list";
  if (Object.keys(value).length > 8) return "an event has a property that is not known";
  return eventBodies[kind].fault(body, "body");
}

const isInstant = (text: string) => new Date(text).toJSON() === text;

/** A UUID of version 7: later ones sort after earlier ones, to the millisecond. */
export function newEventId(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Digest of what an event says, by which a second event under a used id is told from the same one again. */
export const eventDigest = ({ id, source, target, subject, sequence, kind, body }: AgencyEvent): string =>
  hash("sha256", JSON.stringify([id, source, target, subject, sequence, kind, body]), "base64url");
