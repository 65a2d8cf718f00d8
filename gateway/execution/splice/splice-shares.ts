import { ByteWriter } from "../bytes/byte-writer.ts";
import { ByteKeys } from "../bytes/byte-keys.ts";
import { literal } from "../bytes/literal.ts";
import type { Agency, Endpoint } from "../fetch/agencies.ts";
import type { SpliceSlot } from "./splice-program.ts";
import type { Representation, Source } from "./splice-representation.ts";
import { partOf, Unexpected, type SpliceState } from "./splice-state.ts";

/** Bytes that a representation of several parts usually has. */
const KEY_BYTES = 100;

/** Entities wanted from one process; each slot has its own list. */
export interface Share {
  readonly endpoint: Endpoint;
  readonly lists: readonly WantedEntities[];
}

/** Distinct entities, in the order in which they are asked for. */
export interface WantedEntities {
  /** What tells them apart, as `SpliceSlot.representation` has it. */
  readonly keys: ByteKeys;
  /** For each the number of the entity, and of the first object that it completes. */
  readonly entities: number[];
  readonly objects: number[];
}

/** What is wanted of each process of an agency. @throws Unexpected when a representation cannot be cut */
export function sharesOf(agency: Agency, slots: readonly SpliceSlot[], state: SpliceState): readonly Share[] {
  const shares: Share[] = [];
  const shareFor = (endpoint: Endpoint, count: number): Share => {
    const known = shares.find((share) => share.endpoint === endpoint);
    if (known) return known;
    const share = { endpoint, lists: slots.map(() => ({ keys: new ByteKeys(count), entities: [], objects: [] })) };
    shares.push(share);
    return share;
  };
  for (const [index, { representation, kind, completes, place }] of slots.entries()) {
    const { entityOf } = state.places[place]!;
    const count = state.counts[completes]!;
    let share: Share | undefined;
    for (let object = 0; object < count; object++) {
      const endpoint = endpointFor(agency, representation, object, state);
      if (share?.endpoint !== endpoint) share = shareFor(endpoint, count);
      const { keys, entities, objects } = share.lists[index]!;
      const key = addKey(representation.parts, object, state, keys);
      if (key === entities.length) {
        entities.push(state.counts[kind]!++);
        objects.push(object);
      }
      entityOf[object] = entities[key]!;
    }
  }
  return shares;
}

/** Adds the key of an object to a list and answers its place there. */
function addKey(parts: Representation["parts"], object: number, state: SpliceState, keys: ByteKeys): number {
  const { captured } = state;
  const [only] = parts;
  if (parts.length === 1 && typeof only === "object") {
    const part = present(only, object, state);
    return keys.add(captured.answerOf(part), captured.startOf(part), captured.endOf(part));
  }
  const written = new ByteWriter(KEY_BYTES);
  for (const each of parts) {
    if (typeof each !== "object") written.whole(literal(each));
    else {
      const part = present(each, object, state);
      written.copy(captured.answerOf(part), captured.startOf(part), captured.endOf(part));
    }
  }
  return keys.add(written, 0, written.length);
}

function endpointFor(agency: Agency, { committee }: Representation, object: number, state: SpliceState): Endpoint {
  if (!agency.isSharded || !committee) return agency.anyEndpoint;
  const { captured } = state;
  const part = present(committee, object, state);
  const { bytes } = captured.answerOf(part);
  const endpoint = agency.endpointFor(JSON.parse(bytes.toString("utf8", captured.startOf(part), captured.endOf(part))));
  if (!endpoint) throw new Unexpected();
  return endpoint;
}

function present(source: Source, object: number, state: SpliceState): number {
  const part = partOf(source, object, state);
  if (part === undefined) throw new Unexpected();
  return part;
}
