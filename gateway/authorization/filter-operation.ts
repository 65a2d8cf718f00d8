import type { Caller } from "#contract/caller.ts";
import { errorCodes } from "#contract/errors.ts";
import { GraphQLError, type DocumentNode } from "graphql";
import type { CompiledRights, FieldRights, SelectionRights } from "./compile-rights.ts";
import { withoutDenied, type Projection } from "./filtered-document.ts";
import { givenArguments, guardsOfValue, isLeftOut, variableValues, type Values } from "./given-inputs.ts";
import type { Rules } from "./read-rules.ts";
import { isFulfilled, type Guard, type Requirement } from "./requirements.ts";

/** What is left of an operation for one caller. */
export interface FilteredOperation {
  readonly compiled: CompiledRights;
  /** The only document that may be planned; null when nothing is left to ask, so that nothing is fetched. */
  readonly document: DocumentNode | null;
  /** Equal sets of one operation mean equal documents: part of the key of whatever is remembered of the document. */
  readonly allowedSet: string;
  /** One error for each removed selection at its response path, without indices because nothing was fetched. */
  readonly errors: readonly GraphQLError[];
  /** The whole operation is refused: it must not be executed, and the answer holds no data. */
  readonly isRefused: boolean;
  /** Places that were asked for and removed, for the audit: `Type.field`, each once. */
  readonly deniedCoordinates: readonly string[];
  /** What was removed and what lies above it; the completion of the answer reads it. */
  readonly projection: Projection;
  readonly variables: Values;
}

/**
 * Removes what a caller may not ask for. A mutation with any such selection is refused as a whole, a query only when
 * `mode` is `reject`.
 * @param caller null for somebody unknown, who gets what is open to everybody
 * @param given variables as they came in the request
 */
export function filterOperation(
  compiled: CompiledRights,
  caller: Caller | null,
  given: Values,
  mode: "filter" | "reject" = "filter",
): FilteredOperation {
  const variables = variableValues(compiled.operation, given);
  const { denied, allowedSet, projection } = decisionFor(compiled, caller, variables);
  const shown = denied.size === 0 ? [] : [...topmost(compiled.selections, denied, variables)];
  const isRefused = shown.length > 0 && (mode === "reject" || compiled.operation.operation === "mutation");
  const paths = new Map(shown.map(({ path }) => [JSON.stringify(path), path]));
  return {
    compiled,
    document: isRefused ? null : projection.document,
    allowedSet,
    errors: [...paths.values()].map(unauthorized),
    isRefused,
    deniedCoordinates: [...new Set(shown.flatMap(({ coordinates }) => coordinates))],
    projection,
    variables,
  };
}

/** Which fields a caller is denied, and what that leaves of the operation. */
interface Decision {
  readonly denied: ReadonlySet<FieldRights>;
  readonly allowedSet: string;
  readonly projection: Projection;
}

/** Decisions that no value of a request can change; callers are the same object for each token and purpose. */
const decided = new WeakMap<CompiledRights, WeakMap<Caller, Decision>>();

function decisionFor(compiled: CompiledRights, caller: Caller | null, variables: Values): Decision {
  if (caller === null || compiled.dependsOnValues) return decide(compiled, caller, variables);
  const ofCallers = decided.get(compiled) ?? new WeakMap<Caller, Decision>();
  decided.set(compiled, ofCallers);
  const known = ofCallers.get(caller);
  if (known) return known;
  const decision = decide(compiled, caller, variables);
  ofCallers.set(caller, decision);
  return decision;
}

function decide(compiled: CompiledRights, caller: Caller | null, variables: Values): Decision {
  const denied = deniedFields(compiled, caller, variables);
  const allowedSet = allowedSetOf(compiled, denied);
  return { denied, allowedSet, projection: withoutDenied(compiled, denied, allowedSet) };
}

function deniedFields({ guarded, rules }: CompiledRights, caller: Caller | null, variables: Values) {
  const known = new Map<Requirement, boolean>();
  const holds = (field: FieldRights, guard: Guard): boolean => {
    const ask = () => isFulfilled(guard, caller, () => givenArguments(field.node, variables), rules.policies);
    // A policy looks at the place and the arguments too, so its answer holds for this selection only.
    if (guard.requirement.kind === "policies") return ask();
    const answer = known.get(guard.requirement) ?? ask();
    known.set(guard.requirement, answer);
    return answer;
  };
  const isAllowed = (field: FieldRights): boolean => {
    if (!field.guards.every((guard) => holds(field, guard))) return false;
    return field.inputs.length === 0 || guardsOfInputs(field, variables, rules).every((guard) => holds(field, guard));
  };
  return new Set(guarded.filter((field) => !isAllowed(field)));
}

/** What the arguments given to a selection ask for, by themselves and by their values. */
export function guardsOfInputs({ node, inputs }: FieldRights, variables: Values, rules: Rules): readonly Guard[] {
  const values = givenArguments(node, variables);
  return inputs
    .filter(({ name }) => values[name] !== undefined)
    .flatMap(({ name, type, guards }) => [...guards, ...guardsOfValue(type, values[name], rules)]);
}

/** One bit for each guarded field in the order of the document, least significant first, as base64url. */
function allowedSetOf({ guarded }: CompiledRights, denied: ReadonlySet<FieldRights>): string {
  const bits = Buffer.alloc(Math.ceil(guarded.length / 8));
  for (const [index, field] of guarded.entries())
    if (!denied.has(field)) bits[index >> 3] = (bits[index >> 3] ?? 0) | (1 << (index & 7));
  return bits.toString("base64url");
}

/** Denied fields without a denied one above them, those left out by `@skip` and `@include` not counted. */
function* topmost(
  selections: readonly SelectionRights[],
  denied: ReadonlySet<FieldRights>,
  variables: Values,
): Generator<FieldRights> {
  for (const selection of selections) {
    if (isLeftOut(selection.node, variables)) continue;
    if (selection.kind === "field" && denied.has(selection)) yield selection;
    else yield* topmost(selection.children, denied, variables);
  }
}

const unauthorized = (path: readonly string[]) =>
  new GraphQLError(errorCodes.UNAUTHORIZED_FIELD_OR_TYPE.en, {
    path: [...path],
    extensions: { code: "UNAUTHORIZED_FIELD_OR_TYPE" },
  });
