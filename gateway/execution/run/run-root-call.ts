import type { Endpoint } from "../fetch/agencies.ts";
import type { AnswerShape } from "../compile/answer-shape.ts";
import type { RootCall } from "../compile/compile-root-call.ts";
import { TextKeys } from "../bytes/text-keys.ts";
import { wholeCall } from "../fetch/call-kind.ts";
import { bytesOf } from "../fetch/remember-grants.ts";
import type { TreeObject } from "../verify/data-tree.ts";
import { targetsAt } from "./entity-targets.ts";
import { ask, faultOf, givenVariables, keepStrays, type Execution } from "./execution.ts";
import { Fault } from "../verify/faults.ts";
import { parseAnswer, type ParsedAnswer } from "../verify/parse-answer.ts";
import { placeErrors } from "../verify/place-errors.ts";
import { loseFields, takeObject } from "../verify/verify-answer.ts";

/** Calls an agency for root fields, each process of a sharded one for its own; never throws. */
export async function runRootCall(call: RootCall, execution: Execution): Promise<void> {
  const targets = targetsAt(execution.tree, call.path, false).map(({ entity }) => entity);
  if (targets.length === 0) return;
  const shares = sharesOf(call, execution);
  const runShare = async ([endpoint, positions]: (typeof shares)[number]) => {
    const part = call.part(positions);
    if (endpoint === null) return lose(part.shape, targets, new Fault("COMMITTEE_UNKNOWN", call.agency));
    try {
      const { agency, operation } = call;
      const body = part.kind.bodyFor(new TextKeys([givenVariables(part.variables, execution).join()])).toString();
      const granted = await ask(execution, {
        agency,
        endpoint,
        operation,
        kind: wholeCall,
        keys: new TextKeys([body]),
        take: null,
      });
      take(call, part.shape, targets, parseAnswer(bytesOf(granted)), execution);
    } catch (error) {
      lose(part.shape, targets, faultOf(error, call.agency, execution));
    }
  };
  // The fields of a mutation act one after another, wherever they live.
  if (call.operation === "mutation") for (const share of shares) await runShare(share);
  else await Promise.all(shares.map(runShare));
}

/** Which process answers which response names; null in place of a process where a committee has none. */
function sharesOf({ agency: name, committees, operation }: RootCall, { agencies, coercedVariables }: Execution) {
  const agency = agencies.get(name)!;
  if (committees.length === 0) return [[agency.anyEndpoint, null]] as [Endpoint, null][];
  const endpoints = committees.map((committeeOf) => {
    const committee = committeeOf(coercedVariables);
    return committee === null ? agency.anyEndpoint : agency.endpointFor(committee);
  });
  if (operation === "mutation")
    return endpoints.map((endpoint, position): [Endpoint | null, number[]] => [endpoint, [position]]);
  return [...Map.groupBy(endpoints.keys(), (position) => endpoints[position]!)];
}

function take(
  { agency, path }: RootCall,
  shape: AnswerShape,
  targets: readonly TreeObject[],
  answer: ParsedAnswer,
  execution: Execution,
): void {
  const fields = shape.fieldsFor(shape.typeName);
  const data = answer.data ?? {};
  const rootField = (name: string) => fields.find(({ answerName }) => answerName === name)?.value;
  const strays = placeErrors({ data, rootField }, answer.errors, agency);
  if (answer.data === null) {
    const [fault = new Fault("AGENCY_FAILED", agency)] = strays;
    for (const { answerName } of fields)
      if (!Object.hasOwn(data, answerName)) Object.assign(data, { [answerName]: fault });
  } else {
    keepStrays(execution, strays, () => [
      ...path.filter((step) => step !== "@"),
      ...fields.slice(0, 1).map(({ name }) => name),
    ]);
  }
  const { schema } = execution.supergraph;
  const { persons } = execution.record;
  for (const target of targets) takeObject(data, shape, target, { agency, schema, persons });
}

function lose(shape: AnswerShape, targets: readonly TreeObject[], fault: Fault): void {
  for (const target of targets) loseFields(shape, target, fault);
}
