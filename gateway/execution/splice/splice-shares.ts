import type { Agency, Endpoint } from "../fetch/agencies.ts";
import type { SpliceSlot } from "./splice-program.ts";
import type { Source } from "./splice-representation.ts";
import { rawAt, Unexpected, type SpliceState } from "./splice-state.ts";

/** Entities wanted from one process; each slot has its own list. */
export interface Share {
  readonly endpoint: Endpoint;
  readonly lists: readonly WantedEntities[];
}

/** Distinct entities, in the order in which they are asked for. */
export interface WantedEntities {
  /** JSON of the representations, one character per byte. */
  readonly keys: string[];
  /** For each the number of the entity, and of the first object that it completes. */
  readonly entities: number[];
  readonly objects: number[];
  readonly entityOf: Map<string, number>;
}

/** What is wanted of each process of an agency. @throws Unexpected when a representation cannot be cut */
export function sharesOf(agency: Agency, slots: readonly SpliceSlot[], state: SpliceState): readonly Share[] {
  const shares = new Map<Endpoint, Share>();
  const shareFor = (endpoint: Endpoint): Share => {
    const known = shares.get(endpoint);
    if (known) return known;
    const share = { endpoint, lists: slots.map(() => ({ keys: [], entities: [], objects: [], entityOf: new Map() })) };
    shares.set(endpoint, share);
    return share;
  };
  for (const [index, { representation, kind, completes, place }] of slots.entries()) {
    const { entityOf } = state.places[place]!;
    const { parts, committee } = representation;
    const count = state.counts[completes]!;
    for (let object = 0; object < count; object++) {
      const endpoint =
        agency.isSharded && committee
          ? agency.endpointFor(JSON.parse(present(committee, object, state)))
          : agency.anyEndpoint;
      if (!endpoint) throw new Unexpected();
      const wanted = shareFor(endpoint).lists[index]!;
      let json = "";
      for (const part of parts) json += typeof part === "string" ? part : present(part, object, state);
      let entity = wanted.entityOf.get(json);
      if (entity === undefined) {
        entity = state.counts[kind]!++;
        wanted.entityOf.set(json, entity);
        wanted.keys.push(json);
        wanted.entities.push(entity);
        wanted.objects.push(object);
      }
      entityOf[object] = entity;
    }
  }
  return [...shares.values()];
}

function present(source: Source, object: number, state: SpliceState): string {
  const raw = rawAt(source, object, state);
  if (raw === undefined) throw new Unexpected();
  return raw;
}
