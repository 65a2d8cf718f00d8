import type { Caller } from "#contract/caller.ts";
import { fieldsIn, type CompiledRights, type FieldRights } from "../authorization/compile-rights.ts";
import { guardsOfInputs } from "../authorization/filter-operation.ts";
import { givenArguments, variableValues, type Values } from "../authorization/given-inputs.ts";
import { isFulfilled, type Guard } from "../authorization/requirements.ts";

/** What a caller would need for a field and does not have. */
export interface MissingRight {
  /** `scopes` and `policies` name alternatives; the others need no name. `never` is given to nobody. */
  readonly kind: "authenticated" | "purpose" | "never" | "scopes" | "policies";
  /** One alternative in full would do; of scopes only those that the caller lacks. Empty for the other kinds. */
  readonly anyOf: readonly (readonly string[])[];
}

/** A field of an operation and whether its caller may ask for it. */
export interface ToldField {
  /** Response keys from the root. */
  readonly path: readonly string[];
  /** `Type.field`. */
  readonly coordinate: string;
  /** For the field and those above it; empty when the caller may ask for it. */
  readonly missing: readonly MissingRight[];
}

/** Who asks, as far as rights go. */
type ToldCaller = Pick<Caller, "organization" | "committees" | "scopes" | "purposes" | "purpose">;

/** What a caller may ask for, of one operation and at all. */
export interface ToldRights {
  /** Null where nobody is asked for a name. */
  readonly caller: ToldCaller | null;
  /** In the order of the operation, each before the fields below it; a field spread twice on one path stands once. */
  readonly fields: readonly ToldField[];
  /** Whether a single closed field closes the whole operation. */
  readonly isAllOrNothing: boolean;
}

/**
 * Tells what a caller may ask for, by the rules of the graph alone: nothing is fetched, so nothing that is told depends
 * on whether anybody or anything exists.
 */
export function tellRights(compiled: CompiledRights, caller: Caller | null, given: Values): ToldRights {
  const variables = variableValues(compiled.operation, given);
  const told = new Map<string, ToldField>();
  const missingAt = new Map<string, readonly MissingRight[]>();
  for (const field of fieldsIn(compiled.selections)) {
    const { path } = field;
    const [coordinate = ""] = field.coordinates;
    const above = missingAt.get(path.slice(0, -1).join(".")) ?? [];
    const missing = distinct([...above, ...missingFor(field, compiled, caller, variables)]);
    missingAt.set(path.join("."), missing);
    const key = JSON.stringify([path, coordinate]);
    const before = told.get(key);
    if (!before || missing.length > before.missing.length) told.set(key, { path, coordinate, missing });
  }
  return {
    caller: caller && {
      organization: caller.organization,
      committees: caller.committees,
      scopes: caller.scopes,
      purposes: caller.purposes,
      purpose: caller.purpose,
    },
    fields: [...told.values()],
    isAllOrNothing: compiled.operation.operation === "mutation",
  };
}

function missingFor(
  field: FieldRights,
  { rules }: CompiledRights,
  caller: Caller | null,
  variables: Values,
): readonly MissingRight[] {
  const guards = [...field.guards, ...guardsOfInputs(field, variables, rules)];
  const unmet = guards.filter(
    (guard) => !isFulfilled(guard, caller, () => givenArguments(field.node, variables), rules.policies),
  );
  return unmet.map((guard) => toldOf(guard, caller));
}

const distinct = (rights: readonly MissingRight[]): readonly MissingRight[] => [
  ...new Map(rights.map((right) => [JSON.stringify(right), right])).values(),
];

function toldOf({ requirement }: Guard, caller: Caller | null): MissingRight {
  if (!("anyOf" in requirement)) return { kind: requirement.kind, anyOf: [] };
  if (requirement.kind === "policies") return requirement;
  const lacking = (all: readonly string[]) => all.filter((scope) => !caller?.scopes.includes(scope));
  return { kind: "scopes", anyOf: requirement.anyOf.map(lacking) };
}
