import { afterTurns } from "../../turns.ts";
import type { Endpoint } from "./agencies.ts";
import { AgencyFailure, type AgencyFetch } from "./agency-fetch.ts";
import type { CallKind } from "./call-kind.ts";
import { expireAfter } from "./deadlines.ts";
import { JointCall, type Waiting } from "./joint-call.ts";
import type { Granted, Wish } from "./wish.ts";

/** Grants wishes. @throws AgencyFailure */
export type Joiner = (wish: Wish) => Promise<Granted>;

/** Bytes of the keys of one call. */
const KEY_BYTES_MAX = 50_000;
/** Bytes that the answer of a joined call should have at most, by what each key had of late. */
const ANSWER_BYTES_MAX = 250_000;
/** Milliseconds that a wish waits for a call under way; a slow agency must not make others wait in a row. */
const WAIT_MAX_MS = 10;

/** Milliseconds by which the deadlines of wishes that leave together may differ: a call ends with its earliest. */
const HURRY_MAX_MS = 500;

/** Turns of the event loop in which small wishes for an idle agency gather: no time for a lone request. */
const GATHERING_TURNS = 4;
/** A wish for more keys than that is worth a call of its own, and leaves once what has just arrived has been read. */
const FEW_KEYS = 3;

/** Calls of one kind to one process for callers of whom agencies are told the same. */
interface Lane {
  /** Few; no Set, for the reason that deadlines are in none. */
  readonly underWay: JointCall[];
  /** What gathers while a call is under way. */
  next: { readonly call: JointCall; readonly callOff: (() => void) | null } | null;
  /** Lets the lane be forgotten; nothing is kept after an answer. */
  readonly leave: () => void;
}

/**
 * Lets queries of different client requests share calls while those are under way: identical wishes share one, and
 * wishes that can be joined leave together as soon as the call before is answered. An idle agency is called once
 * everything that has just arrived has been read.
 */
export function joinCalls(fetch: AgencyFetch): Joiner {
  const laneFor = openLanes();

  function send({ agency, endpoint, kind, operation, caller }: Wish, call: JointCall): Promise<Buffer> {
    const { instance, url } = endpoint;
    const timeoutMs = call.endsAt - performance.now();
    const { keys, signal } = call;
    const body = kind.bodyFor(keys);
    return fetch({ agency, instance, url, headers: {}, body, operation, timeoutMs, signal, caller });
  }

  async function alone(waiting: Waiting): Promise<void> {
    const call = new JointCall(waiting);
    try {
      call.deliver(waiting.wish.kind, await send(waiting.wish, call));
    } catch (error) {
      call.fail(error);
    }
  }

  async function leave(lane: Lane, wish: Wish, call: JointCall): Promise<void> {
    const { kind } = wish;
    lane.underWay.push(call);
    try {
      const body = await send(wish, call);
      // Whoever waits leaves first, so that an agency works while its answer is read.
      arrived(lane, wish, call);
      const again = call.deliver(kind, body);
      if (again.length > 0) kind.noteUseless();
      for (const waiting of again) void alone(waiting);
    } catch (error) {
      if (lane.underWay.includes(call)) arrived(lane, wish, call);
      call.fail(error);
    }
  }

  function arrived(lane: Lane, wish: Wish, call: JointCall): void {
    lane.underWay.splice(lane.underWay.indexOf(call), 1);
    if (lane.next) leaveNext(lane, wish);
    else if (lane.underWay.length === 0) lane.leave();
  }

  function leaveNext(lane: Lane, wish: Wish): void {
    const { next } = lane;
    if (!next) return;
    lane.next = null;
    next.callOff?.();
    void leave(lane, wish, next.call);
  }

  function wait(lane: Lane, waiting: Waiting): void {
    const { wish } = waiting;
    const { keysMax } = wish.kind;
    // What everybody has given up while it gathered takes nobody along.
    if (lane.next?.call.signal.aborted) {
      lane.next.callOff?.();
      lane.next = null;
    }
    if (lane.next && (lane.next.call.keys.size + wish.keys.size > keysMax || isHurried(lane.next.call, wish)))
      leaveNext(lane, wish);
    if (lane.next) lane.next.call.add(waiting);
    else lane.next = gather(lane, waiting);
    const { size, byteLength } = lane.next.call.keys;
    const isFull = size >= keysMax || byteLength >= KEY_BYTES_MAX || size * wish.kind.bytesPerKey() >= ANSWER_BYTES_MAX;
    if (isFull) leaveNext(lane, wish);
  }

  function gather(lane: Lane, waiting: Waiting): NonNullable<Lane["next"]> {
    const { wish } = waiting;
    const leaveNow = () => leaveNext(lane, wish);
    const call = new JointCall(waiting);
    if (lane.underWay.length > 0) return { call, callOff: expireAfter(WAIT_MAX_MS, leaveNow) };
    afterTurns(wish.keys.size > FEW_KEYS ? 1 : GATHERING_TURNS, leaveNow);
    return { call, callOff: null };
  }

  return (wish) => {
    const { promise, resolve: grant, reject: refuse } = Promise.withResolvers<Granted>();
    const waiting: Waiting = { wish, grant, refuse };
    if (wish.signal?.aborted) refuse(new AgencyFailure("AGENCY_TIMEOUT"));
    else if (wish.envelope === null || wish.operation === "mutation") void alone(waiting);
    else {
      const lane = laneFor(wish.envelope, wish.endpoint, wish.kind);
      const equal = sameUnderWay(lane, wish);
      if (equal) equal.addLate(waiting);
      else if (wish.kind.isJoinable()) wait(lane, waiting);
      else void leave(lane, wish, new JointCall(waiting));
    }
    return promise;
  };
}

/** A call under way that answers a wish in time. */
function sameUnderWay({ underWay }: Lane, wish: Wish): JointCall | undefined {
  const endsAt = performance.now() + wish.timeoutMs;
  for (const call of underWay) if (!call.signal.aborted && call.endsAt <= endsAt && call.covers(wish)) return call;
  return undefined;
}

/** Whether a call or a wish would end too early for the other. */
const isHurried = ({ endsAt }: JointCall, { timeoutMs }: Wish): boolean =>
  Math.abs(performance.now() + timeoutMs - endsAt) > HURRY_MAX_MS;

type Lanes = Map<string, Map<Endpoint, Map<string, Lane>>>;

/** Finds the lane of an envelope, a process and a kind, which exists as long as it has calls. */
function openLanes(): (envelope: string, endpoint: Endpoint, kind: CallKind) => Lane {
  const lanes: Lanes = new Map();
  return (envelope, endpoint, { id }) => {
    const ofEnvelope = inMap(lanes, envelope, () => new Map());
    const ofEndpoint = inMap(ofEnvelope, endpoint, () => new Map());
    return inMap(ofEndpoint, id, () => ({
      underWay: [],
      next: null,
      leave() {
        ofEndpoint.delete(id);
        if (ofEndpoint.size > 0) return;
        ofEnvelope.delete(endpoint);
        if (ofEnvelope.size === 0) lanes.delete(envelope);
      },
    }));
  };
}

function inMap<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
