import { limits } from "#contract/limits.ts";
import { AgencyFailure } from "../fetch/agency-fetch.ts";
import { bodyOfLists, type EntityCall } from "../compile/compile-entity-call.ts";
import type { AnswerText } from "../bytes/answer-text.ts";
import { textsOf } from "../bytes/keys.ts";
import { TextKeys } from "../bytes/text-keys.ts";
import { endOfLiteral, literal, type Literal } from "../bytes/literal.ts";
import { wholeCall } from "../fetch/call-kind.ts";
import { PLACE_MARK } from "../fetch/place-names.ts";
import { ask, givenVariables, type Execution } from "../run/execution.ts";
import { endOfNull } from "./scan-text.ts";
import type { EntitiesStep, SpliceProgram, SpliceSlot, SpliceStep } from "./splice-program.ts";
import { sharesOf, type Share, type WantedEntities } from "./splice-shares.ts";
import { partOf, startSplice, Unexpected, type SpliceState } from "./splice-state.ts";
import type { Cursor } from "./write-response.ts";

/**
 * Runs a compiled plan on the texts of answers, none of which is parsed, and answers the response's bytes. Null
 * when anything is unexpected; the general path then finds out what, from the same answers.
 */
export async function runSplice(program: SpliceProgram, execution: Execution): Promise<Buffer | null> {
  const state = startSplice(program, execution.record.persons);
  try {
    await runStep(program.step, state, execution);
  } catch (error) {
    if (!(error instanceof Unexpected) && !(error instanceof AgencyFailure)) execution.log(error);
    return null;
  }
  program.usualNotes.note(state.tape.length);
  program.usualCaptured.note(state.captured.size);
  return program.write(state.roots, {
    tape: state.tape.read(),
    entityAt: (place, object) => entityAt(state, place, object),
  });
}

/** An entity may complete several objects, each written from its beginning. */
function entityAt({ places }: SpliceState, place: number, object: number): Cursor | undefined {
  const { entityOf, answers, starts } = places[place]!;
  const entity = entityOf[object]!;
  const answer = answers[entity];
  return answer === undefined ? undefined : { answer, at: starts[entity]! };
}

async function runStep(step: SpliceStep, state: SpliceState, execution: Execution): Promise<void> {
  if (step.kind === "sequence") for (const each of step.steps) await runStep(each, state, execution);
  else if (step.kind === "parallel") await Promise.all(step.steps.map((each) => runStep(each, state, execution)));
  else if (step.kind === "root") await runRoot(step, state, execution);
  else if (step.kind === "entities")
    await Promise.all(
      sharesOf(execution.agencies.get(step.call.agency)!, step.slots, state).map((share) =>
        runShare(step, share, state, execution),
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
  const { variables, kind } = call.part(call.committees.length > 0 ? [0] : null);
  const granted = await ask(execution, {
    agency: call.agency,
    endpoint,
    operation: "query",
    kind,
    keys: new TextKeys([givenVariables(variables, execution, PLACE_MARK).join()]),
    take(answer, at, _, place, of) {
      state.answer = answer;
      state.roots[root] = { answer, at: state.tape.length };
      return scan(state, at, place, of);
    },
  });
  if (!granted.isTaken) throw new Unexpected();
}

async function runShare(
  { call, slots, kindFor }: EntitiesStep,
  { endpoint, lists }: Share,
  state: SpliceState,
  execution: Execution,
): Promise<void> {
  const { agency } = call;
  // More than one call takes is for the general path to part.
  if (lists.reduce((sum, { keys }) => sum + keys.size, 0) > limits.representationsMax) throw new Unexpected();
  const given = givenVariables(call.variables, execution)
    .map((each) => `,${each}`)
    .join("");
  const take = (answer: AnswerText, at: number, index: number, key: number) =>
    takeEntity(slots[index]!, lists[index]!, key, answer, at, state);
  const granted = await ask(
    execution,
    kindFor
      ? {
          agency,
          endpoint,
          operation: "query",
          kind: kindFor(given),
          keys: lists[0]!.keys,
          take: (answer, at, key) => take(answer, at, 0, key),
        }
      : {
          agency,
          endpoint,
          operation: "query",
          kind: wholeCall,
          keys: new TextKeys([wholeBody(call, lists, given)]),
          take: (answer, at) => takeLists(call, lists, answer, at, take),
        },
  );
  if (!granted.isTaken) throw new Unexpected();
}

const COMMA = literal(",");

const wholeBody = (call: EntityCall, lists: Share["lists"], given: string): string => {
  const texts = lists.map(({ keys }) => textsOf(keys));
  return bodyOfLists(call, texts, given);
};

/** Takes the whole answer to a call for several lists. */
function takeLists(
  { slots }: EntityCall,
  lists: Share["lists"],
  answer: AnswerText,
  start: number,
  take: (answer: AnswerText, at: number, index: number, key: number) => number,
): number {
  let at = start;
  const expect = (part: Literal) => (at = at >= 0 ? endOfLiteral(answer, at, part) : -1);
  expect(literal('{"data":{'));
  for (const [index, { answerName }] of slots.entries()) {
    expect(literal(`${index === 0 ? "" : ","}"${answerName}":[`));
    for (let key = 0; key < lists[index]!.keys.size; key++) {
      if (key > 0) expect(COMMA);
      if (at >= 0) at = take(answer, at, index, key);
    }
    expect(literal("]"));
  }
  return expect(literal("}}"));
}

function takeEntity(
  { scan, kind, place, mayBeAbsent, representation: { proof } }: SpliceSlot,
  { entities, objects }: WantedEntities,
  key: number,
  answer: AnswerText,
  at: number,
  state: SpliceState,
): number {
  state.answer = answer;
  const afterNull = mayBeAbsent ? endOfNull(answer, at) : -1;
  if (afterNull >= 0) return afterNull;
  const entity = entities[key]!;
  state.current[kind] = entity;
  for (let index = 0; index < proof.length; index++) {
    const part = partOf(proof[index]!, objects[key]!, state);
    if (part === undefined) return -1;
    state.proof[index] = part;
  }
  const { answers, starts } = state.places[place]!;
  answers[entity] = answer;
  starts[entity] = state.tape.length;
  return scan(state, at);
}
