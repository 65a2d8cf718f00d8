import type { ShardRules } from "../../planning/shard-rules.ts";
import type { AnswerField } from "../compile/answer-shape.ts";
import type { EntityCall, EntityPlace, EntitySlot } from "../compile/compile-entity-call.ts";
import { entityCalls } from "../fetch/call-kind.ts";
import type { Step } from "../compile/compile-plan.ts";
import type { RootCall } from "../compile/compile-root-call.ts";
import type { ResponseSelection } from "../compile/response-shape.ts";
import type { RootScan } from "./scan-object.ts";
import type { Scan } from "./scan-text.ts";
import { compileObjectScan, compileRootScan, createLayouts, layProof, type Layouts } from "./splice-layout.ts";
import { NotSpliceable, planPieces, type Completion } from "./splice-pieces.ts";
import { partsOf, requiredOf, type Representation, type Source } from "./splice-representation.ts";
import { UsualSize } from "../bytes/usual-size.ts";
import { writeResponse } from "./write-response.ts";

/** A plan compiled to cut the response out of answers' texts. */
export interface SpliceProgram {
  readonly step: SpliceStep;
  /** How many kinds of numbered objects, captures and places there are. */
  readonly kinds: number;
  readonly captures: number;
  readonly places: number;
  readonly roots: number;
  /** How long its tapes become. */
  readonly usualNotes: UsualSize;
  readonly usualCaptured: UsualSize;
  /** The bytes of the response; cursors by root call. */
  readonly write: ReturnType<typeof writeResponse>;
}

/** What runs one after another or at once. */
export type SpliceStep =
  | { readonly kind: "sequence"; readonly steps: readonly SpliceStep[] }
  | { readonly kind: "parallel"; readonly steps: readonly SpliceStep[] }
  | { readonly kind: "root"; readonly call: RootCall; readonly root: number; readonly scan: RootScan }
  | EntitiesStep;

/** A call for entities. */
export interface EntitiesStep {
  readonly kind: "entities";
  readonly call: EntityCall;
  readonly slots: readonly SpliceSlot[];
  /** How calls are joined whose keys are what the slot's representation is made of; null for more than one slot. */
  readonly kindFor: EntityCall["kindFor"];
}

/** One list of entities, and the one place that it completes. */
export interface SpliceSlot {
  readonly scan: Scan;
  readonly place: number;
  /** Kind of the entities, and of the objects that they complete. */
  readonly kind: number;
  readonly completes: number;
  /** Whether the response has a null for everything that an unknown entity leaves out. */
  readonly mayBeAbsent: boolean;
  readonly representation: Representation;
}

/** Compiles a plan of concrete types and plain calls; null for everything that needs the general path. */
export function compileSplice(
  step: Step | null,
  response: ResponseSelection,
  shardRules: ShardRules,
): SpliceProgram | null {
  try {
    return step && compile(step, response, shardRules);
  } catch (error) {
    if (error instanceof NotSpliceable) return null;
    throw error;
  }
}

/** What slots are compiled with. */
interface Draft {
  readonly layouts: Layouts;
  readonly places: readonly { readonly place: EntityPlace; readonly slot: EntitySlot }[];
  readonly completions: readonly Completion[];
  readonly shardRules: ShardRules;
  captures: number;
}

function compile(step: Step, response: ResponseSelection, shardRules: ShardRules): SpliceProgram {
  const layouts = createLayouts();
  const calls = callsOf(step);
  const rootCalls = calls.filter((call) => call.kind === "root");
  const callsForEntities = calls.filter((call) => call.kind === "entities");
  if (!rootCalls.every(isPlainRoot) || !callsForEntities.every(isPlainEntities)) throw new NotSpliceable();
  const places = callsForEntities.flatMap(({ places, slots }) =>
    places.map((place) => ({ place, slot: slots[place.slot]! })),
  );
  const { pieces, completions, kinds } = planPieces(rootCalls, places, response, layouts);
  const draft: Draft = { layouts, places, completions, shardRules, captures: 0 };
  // Captures and proofs must be laid before any scan is compiled, since one answer serves several calls.
  const slots = new Map(places.map(({ place }, id) => [place, slotOf(draft, id)]));
  const scans = new Map(
    places.map(({ place, slot }, id) => [
      place,
      compileObjectScan(slot.shape, completions[id]!.typeName, true, layouts),
    ]),
  );
  return {
    step: compileStep(step),
    kinds,
    captures: draft.captures,
    places: places.length,
    roots: rootCalls.length,
    usualNotes: new UsualSize(0),
    usualCaptured: new UsualSize(0),
    write: writeResponse(pieces),
  };

  function compileStep(from: Step): SpliceStep {
    if (from.kind === "root") {
      const { shape } = from.part(null);
      return {
        kind: "root",
        call: from,
        root: rootCalls.indexOf(from),
        scan: compileRootScan(shape, layouts),
      };
    }
    if (from.kind === "entities") {
      const ofCall = from.places.map((place) => ({ ...slots.get(place)!, scan: scans.get(place)! }));
      return { kind: "entities", call: from, ...withKeys(from, ofCall) };
    }
    return { kind: from.kind, steps: from.steps.map(compileStep) };
  }
}

function slotOf(draft: Draft, id: number): Omit<SpliceSlot, "scan"> {
  const { place, slot } = draft.places[id]!;
  const { typeName, providers, completes, mayBeAbsent } = draft.completions[id]!;
  const required = requiredOf(place.requires, typeName);
  if (!required) throw new NotSpliceable();
  const sourceOf = (path: readonly string[]) =>
    captured(
      draft,
      providers.filter((it) => it.place !== id),
      path,
    );
  const parts = partsOf(required, (path) =>
    path.length === 1 && path[0] === "__typename" ? JSON.stringify(typeName) : sourceOf(path),
  );
  const names = new Set(
    slot
      .keysOf(typeName)
      .flatMap(({ selections }) => selections.map((it) => ("name" in it && it.name ? it.name.value : ""))),
  );
  const proof = layProof(slot.shape, typeName, ([name]) => names.has(name!), draft.layouts).map(sourceOf);
  const rule = draft.shardRules.pathOfType.get(typeName);
  const kind = providers.find((it) => it.place === id)!.kind;
  return {
    place: id,
    kind,
    completes,
    mayBeAbsent,
    representation: { parts, proof, committee: rule ? sourceOf(rule) : null },
  };
}

/**
 * Where the representations of a call differ in one value only, that value is the key: shorter to tell entities apart
 * by than all of the representation.
 */
function withKeys(
  { kindFor, text, slots: [asked] }: EntityCall,
  slots: readonly SpliceSlot[],
): Pick<EntitiesStep, "slots" | "kindFor"> {
  const [slot] = slots;
  const [before, key, after, ...others] = slot?.representation.parts ?? [];
  if (!kindFor || !asked || !slot || typeof before !== "string" || typeof key !== "object") return { slots, kindFor };
  if (typeof after !== "string" || others.length > 0) return { slots, kindFor };
  return {
    slots: [{ ...slot, representation: { ...slot.representation, parts: [key] } }],
    kindFor: entityCalls(text, asked.variable, { before, after }),
  };
}

/** Lets a field of what completes an object be kept as raw JSON. */
function captured(draft: Draft, providers: Completion["providers"], [first, ...rest]: readonly string[]): Source {
  const provider = providers.find(({ fields }) => fields.some(({ name }) => name === first));
  let field = provider?.fields.find(({ name }) => name === first);
  for (const name of rest) field = fieldBelow(field, name);
  if (!provider || field?.value.kind !== "leaf") throw new NotSpliceable();
  const layout = draft.layouts.ofField(field);
  if (layout.capture < 0) Object.assign(layout, { capture: draft.captures++, capturedFor: provider.kind });
  if (layout.capturedFor !== provider.kind) throw new NotSpliceable();
  return { capture: layout.capture, place: provider.place };
}

function fieldBelow(field: AnswerField | undefined, name: string): AnswerField | undefined {
  if (field?.value.kind !== "object") return undefined;
  const { shape } = field.value;
  return shape.fieldsFor(shape.typeName).find((it) => it.name === name);
}

const callsOf = (step: Step): readonly (RootCall | EntityCall)[] =>
  step.kind === "root" || step.kind === "entities" ? [step] : step.steps.flatMap(callsOf);

const isPlainRoot = ({ operation, path, committees }: RootCall) =>
  operation === "query" && path.length === 0 && committees.length < 2;

const isPlainEntities = ({ context, places, slots }: EntityCall) =>
  context.length === 0 &&
  places.length === slots.length &&
  places.every(({ rewrites }: EntityPlace) => rewrites.length === 0);
