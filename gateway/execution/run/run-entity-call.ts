import { limits } from "#contract/limits.ts";
import type { Endpoint } from "../fetch/agencies.ts";
import { TextKeys } from "../bytes/text-keys.ts";
import { wholeCall } from "../fetch/call-kind.ts";
import { bytesOf } from "../fetch/remember-grants.ts";
import { isSubtype, type AnswerValue } from "../compile/answer-shape.ts";
import { bodyOfLists, type EntityCall, type EntitySlot } from "../compile/compile-entity-call.ts";
import { contextValue } from "../compile/context-arguments.ts";
import { own, type TreeObject } from "../verify/data-tree.ts";
import { targetsAt, type Target } from "./entity-targets.ts";
import { ask, faultOf, givenVariables, keepStrays, type Execution } from "./execution.ts";
import { Absence, Fault } from "../verify/faults.ts";
import { keysMatch } from "../verify/entity-keys.ts";
import { parseAnswer, type ParsedAnswer } from "../verify/parse-answer.ts";
import { placeErrors } from "../verify/place-errors.ts";
import { representationOf } from "./representations.ts";
import { pathOf } from "./tree-paths.ts";
import { loseFields, takeObject } from "../verify/verify-answer.ts";

/** An entity asked for once, and every object of the tree that it completes. */
interface Wanted {
  readonly representation: TreeObject;
  readonly json: string;
  readonly targets: TreeObject[];
}

/** What goes to one process in one call: for each slot the entities wanted. */
interface Share {
  readonly endpoint: Endpoint;
  readonly context: readonly string[];
  readonly slots: readonly Map<string, Wanted>[];
}

/** Calls an agency for entities, each distinct one once, each process of a sharded agency for its own; never throws. */
export async function runEntityCall(call: EntityCall, execution: Execution): Promise<void> {
  await Promise.all(sharesOf(call, execution).map((share) => runShare(call, share, execution)));
}

function sharesOf(call: EntityCall, execution: Execution): readonly Share[] {
  const { schema, shardRules } = execution.supergraph;
  const agency = execution.agencies.get(call.agency)!;
  const shares = new Map<string, Share>();
  for (const { slot, path, requires, rewrites } of call.places) {
    const { shape } = call.slots[slot]!;
    for (const target of targetsAt(execution.tree, path, call.context.length > 0)) {
      const representation = representationOf(target.entity, requires, rewrites, schema);
      if (representation === undefined) continue;
      if (representation instanceof Fault) {
        loseFields(shape, target.entity, representation);
        continue;
      }
      const rule = agency.isSharded ? shardRules.pathOfType.get(String(representation["__typename"])) : undefined;
      const endpoint = rule ? agency.endpointFor(valueAt(representation, rule)) : agency.anyEndpoint;
      if (endpoint === null) {
        loseFields(shape, target.entity, new Fault("COMMITTEE_UNKNOWN", call.agency));
        continue;
      }
      want(shareFor(endpoint, contextOf(call, target, schema)).slots[slot]!, representation, target.entity);
    }
  }
  return [...shares.values()].flatMap(inCalls);

  function shareFor(endpoint: Endpoint, context: readonly string[]): Share {
    const id = `${endpoint.url.href} ${context.join()}`;
    const share = shares.get(id) ?? { endpoint, context, slots: call.slots.map(() => new Map<string, Wanted>()) };
    shares.set(id, share);
    return share;
  }
}

/** A share in as many calls as the agency wants it in. */
function inCalls(share: Share): readonly Share[] {
  const entries = share.slots.flatMap((wanted, slot) => [...wanted].map((entry) => ({ slot, entry })));
  if (entries.length <= limits.representationsMax) return [share];
  return Array.from({ length: Math.ceil(entries.length / limits.representationsMax) }, (_, call) => {
    const part = entries.slice(call * limits.representationsMax, (call + 1) * limits.representationsMax);
    const slotOf = (index: number) => new Map(part.filter(({ slot }) => slot === index).map(({ entry }) => entry));
    return { ...share, slots: share.slots.map((_wanted, index) => slotOf(index)) };
  });
}

function want(wanted: Map<string, Wanted>, representation: TreeObject, target: TreeObject): void {
  const json = JSON.stringify(representation);
  const known = wanted.get(json);
  if (known) known.targets.push(target);
  else wanted.set(json, { representation, json, targets: [target] });
}

async function runShare(call: EntityCall, { endpoint, context, slots }: Share, execution: Execution): Promise<void> {
  try {
    const { agency } = call;
    const granted = await ask(execution, { agency, endpoint, operation: "query", take: null, ...written() });
    const answer = parseAnswer(bytesOf(granted));
    take(call, slots, answer, execution);
  } catch (error) {
    const fault = faultOf(error, call.agency, execution);
    for (const [index, { shape }] of call.slots.entries()) {
      for (const { targets } of slots[index]!.values()) targets.forEach((target) => loseFields(shape, target, fault));
    }
  }

  function written() {
    const rest = [...givenVariables(call.variables, execution), ...context].map((each) => `,${each}`).join("");
    const lists = slots.map((slot) => [...slot.keys()]);
    if (call.kindFor) return { kind: call.kindFor(rest), keys: new TextKeys(lists[0]!) };
    return { kind: wholeCall, keys: new TextKeys([bodyOfLists(call, lists, rest)]) };
  }
}

function take(
  call: EntityCall,
  slots: Share["slots"],
  { data: answered, errors }: ParsedAnswer,
  execution: Execution,
): void {
  const { agency } = call;
  const data = answered ?? {};
  const rootField = (name: string): AnswerValue | undefined => {
    const slot = call.slots.find(({ answerName }) => answerName === name);
    return slot && { kind: "list", nonNull: true, of: { kind: "object", nonNull: false, shape: slot.shape } };
  };
  const strays = placeErrors({ data, rootField }, errors, agency);
  if (answered)
    keepStrays(execution, strays, () =>
      pathOf(execution.tree, call.places[0]!.path, slots[0]!.values().next().value?.targets[0]),
    );
  for (const [index, slot] of call.slots.entries()) {
    const wanted = [...slots[index]!.values()];
    const entities = own(data, slot.answerName);
    const isList = Array.isArray(entities) && entities.length === wanted.length;
    const fault = entities instanceof Fault ? entities : (strays[0] ?? new Fault("AGENCY_ANSWER_MALFORMED", agency));
    wanted.forEach((entity, position) =>
      takeEntity(slot, entity, isList ? entities[position] : fault, agency, execution),
    );
  }
}

function takeEntity(
  slot: EntitySlot,
  { representation, targets }: Wanted,
  answer: unknown,
  agency: string,
  { supergraph: { schema }, record: { persons } }: Execution,
): void {
  const typeName = String(representation["__typename"]);
  const isRight = () =>
    typeof answer === "object" &&
    answer !== null &&
    isSubtype(schema, typeName, String(own(answer, "__typename"))) &&
    keysMatch(slot.keysOf(typeName), representation, answer);
  const fault =
    answer instanceof Fault
      ? answer
      : answer === null
        ? new Absence(agency)
        : isRight()
          ? null
          : new Fault("AGENCY_ANSWER_MALFORMED", agency);
  for (const target of targets) {
    if (fault) loseFields(slot.shape, target, fault);
    else takeObject(answer as object, slot.shape, target, { agency, schema, persons });
  }
}

const contextOf = (
  { context }: EntityCall,
  { entity, ancestors }: Target,
  schema: Execution["supergraph"]["schema"],
): readonly string[] =>
  context.map(
    (argument) => `"${argument.variable}":${JSON.stringify(contextValue(argument, entity, ancestors, schema) ?? null)}`,
  );

function valueAt(representation: TreeObject, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) => (typeof value === "object" && value !== null ? own(value, name) : undefined),
    representation,
  );
}
