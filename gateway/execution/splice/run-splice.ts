import { isUtf8 } from "node:buffer";
import { limits } from "#contract/limits.ts";
import { AgencyFailure } from "../fetch/agency-fetch.ts";
import type { EntityCall } from "../compile/compile-entity-call.ts";
import type { Endpoint } from "../fetch/agencies.ts";
import { send, type Execution } from "../run/execution.ts";
import { startScan, type ScanState } from "./scan-text.ts";
import type { SpliceProgram, SpliceSlot, SpliceStep } from "./splice-program.ts";
import type { Source } from "./splice-representation.ts";
import type { Cursor } from "./write-response.ts";

/** Entities of one place: which of them completes an object, and where each stands in an answer. */
interface PlaceState {
  readonly entityOf: number[];
  readonly cursors: (Cursor | undefined)[];
}

interface SpliceState extends ScanState {
  readonly roots: Cursor[];
  readonly places: readonly PlaceState[];
}

/** Entities wanted from one process, by the JSON of their representations; each slot has its own list. */
interface Share {
  readonly endpoint: Endpoint;
  readonly slots: readonly Map<string, { readonly entity: number; readonly proof: readonly string[] }>[];
}

/** Thrown when an answer is not as expected, so that the general path must look at it. */
class Unexpected extends Error {}

/**
 * Runs a compiled plan on the texts of answers, none of which is parsed, and answers the response's bytes. Null
 * when anything is unexpected; the general path then finds out what, from the same answers.
 */
export async function runSplice(program: SpliceProgram, execution: Execution): Promise<Buffer | null> {
  const state: SpliceState = {
    text: "",
    tape: [],
    hasEscapes: false,
    proof: [],
    persons: execution.record.persons,
    roots: [],
    captures: Array.from({ length: program.captures }, () => []),
    counts: Array.from({ length: program.kinds }, () => 0),
    current: Array.from({ length: program.kinds }, () => 0),
    places: Array.from({ length: program.places }, () => ({ entityOf: [], cursors: [] })),
  };
  try {
    await runStep(program.step, state, execution);
  } catch (error) {
    if (!(error instanceof Unexpected) && !(error instanceof AgencyFailure)) execution.log(error);
    return null;
  }
  const data = program.write(state.roots, { entityAt: (place, object) => entityAt(state, place, object) });
  return Buffer.from(`{"data":${data}}`, "latin1");
}

/** An entity may complete several objects, each written from its beginning. */
function entityAt({ places }: SpliceState, place: number, object: number): Cursor | undefined {
  const { entityOf, cursors } = places[place]!;
  const cursor = cursors[entityOf[object]!];
  return cursor && { ...cursor };
}

async function runStep(step: SpliceStep, state: SpliceState, execution: Execution): Promise<void> {
  if (step.kind === "sequence") for (const each of step.steps) await runStep(each, state, execution);
  else if (step.kind === "parallel") await Promise.all(step.steps.map((each) => runStep(each, state, execution)));
  else if (step.kind === "root") await runRoot(step, state, execution);
  else if (step.kind === "entities")
    await Promise.all(
      sharesOf(step.call, step.slots, state, execution).map((share) =>
        runShare(step.call, step.slots, share, state, execution),
      ),
    );
}

async function runRoot(
  { call, root, scan }: SpliceStep & { kind: "root" },
  state: SpliceState,
  execution: Execution,
): Promise<void> {
  const agency = execution.agencies.get(call.agency)!;
  const committee = call.committees[0]?.(execution.coercedVariables);
  const endpoint = committee === undefined || committee === null ? agency.anyEndpoint : agency.endpointFor(committee);
  if (!endpoint || (call.committees.length > 0 && committee === undefined)) throw new Unexpected();
  const part = call.part(call.committees.length > 0 ? [0] : null);
  const body = await send(execution, call.agency, endpoint, { ...part, operation: "query" }, asItIs);
  const text = textOf(body, state);
  const { tape } = state;
  if (!text.startsWith('{"data":') || !isEnd(text, scan(state, 8), "}")) throw new Unexpected();
  state.roots[root] = { text, tape, at: 0 };
}

function sharesOf(
  { agency: name }: EntityCall,
  slots: readonly SpliceSlot[],
  state: SpliceState,
  execution: Execution,
): readonly Share[] {
  const agency = execution.agencies.get(name)!;
  const shares = new Map<Endpoint, Share>();
  for (const [index, { representation, kind, completes, place }] of slots.entries()) {
    const { entityOf } = state.places[place]!;
    for (let object = 0; object < state.counts[completes]!; object++) {
      const { parts, proof, committee } = representation;
      const endpoint =
        agency.isSharded && committee
          ? agency.endpointFor(JSON.parse(rawAt(committee, object, state)))
          : agency.anyEndpoint;
      if (!endpoint) throw new Unexpected();
      let share = shares.get(endpoint);
      if (!share) shares.set(endpoint, (share = { endpoint, slots: slots.map(() => new Map()) }));
      let json = "";
      for (const part of parts) json += typeof part === "string" ? part : rawAt(part, object, state);
      const wanted = share.slots[index]!;
      let known = wanted.get(json);
      if (!known)
        wanted.set(
          json,
          (known = { entity: state.counts[kind]!++, proof: proof.map((source) => rawAt(source, object, state)) }),
        );
      entityOf[object] = known.entity;
    }
  }
  return [...shares.values()];
}

function rawAt({ capture, place }: Source, object: number, { captures, places }: SpliceState): string {
  const raw = captures[capture]![place < 0 ? object : places[place]!.entityOf[object]!];
  if (raw === undefined) throw new Unexpected();
  return raw;
}

async function runShare(
  call: EntityCall,
  slots: readonly SpliceSlot[],
  share: Share,
  state: SpliceState,
  execution: Execution,
): Promise<void> {
  const { text: query, variables } = call;
  const entities = call.slots.map(
    ({ variable }, index) => [variable, [...share.slots[index]!.keys()].map(asUtf16)] as const,
  );
  // More than one call takes is for the general path to part.
  const count = entities.reduce((sum, [, representations]) => sum + representations.length, 0);
  if (count > limits.representationsMax) throw new Unexpected();
  const body = await send(
    execution,
    call.agency,
    share.endpoint,
    { text: query, variables, operation: "query", entities },
    asItIs,
  );
  const text = textOf(body, state);
  let at = '{"data":'.length;
  for (const [index, slot] of slots.entries()) {
    at = expect(text, at, `${index === 0 ? "{" : ","}"${call.slots[index]!.answerName}":[`);
    let isFirst = true;
    for (const { entity, proof } of share.slots[index]!.values()) {
      if (!isFirst) at = expect(text, at, ",");
      isFirst = false;
      at = takeEntity(slot, entity, proof, at, state);
    }
    at = expect(text, at, "]");
  }
  if (!text.startsWith('{"data":') || !isEnd(text, at, "}}")) throw new Unexpected();
}

function takeEntity(
  { scan, kind, place, mayBeAbsent }: SpliceSlot,
  entity: number,
  proof: readonly string[],
  at: number,
  state: SpliceState,
): number {
  const { text, tape } = state;
  if (mayBeAbsent && text.startsWith("null", at)) return at + 4;
  state.current[kind] = entity;
  state.proof = proof;
  state.places[place]!.cursors[entity] = { text, tape, at: tape.length };
  const end = scan(state, at);
  if (end < 0) throw new Unexpected();
  return end;
}

/** Text of one character per byte, ready to be scanned. */
function textOf(body: Buffer, state: SpliceState): string {
  // Some servers end their answer with a line.
  const text = body.toString("latin1", 0, body.at(-1) === 10 ? body.length - 1 : body.length);
  if (!isUtf8(body) || !startScan(state, text)) throw new Unexpected();
  return text;
}

function expect(text: string, at: number, part: string): number {
  if (!text.startsWith(part, at)) throw new Unexpected();
  return at + part.length;
}

const isEnd = (text: string, at: number, rest: string) =>
  at >= 0 && at + rest.length === text.length && text.endsWith(rest);

const asItIs = (body: Buffer) => body;

/** Raw JSON was cut out of bytes; a request is written in characters. */
const asUtf16 = (json: string) => (/[\x80-\xff]/.test(json) ? Buffer.from(json, "latin1").toString("utf8") : json);
