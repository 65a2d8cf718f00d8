import { errorCodes } from "#contract/errors.ts";
import { blankObject, isTreeObject, TYPE_FAULT, type TreeObject, type TreeValue } from "./data-tree.ts";
import { Absence, Fault, type Path } from "./faults.ts";
import type { LaterSelection, ResponseField, ResponseSelection, ResponseValue } from "../compile/response-shape.ts";

/** An error as clients get it. */
export interface LocatedError {
  readonly message: string;
  readonly path: Path;
  readonly extensions: { readonly code: string; readonly agency?: string; readonly incidentId?: string };
}

/** Data under the client's names, and an error for every value that was lost. */
export interface Completed {
  readonly data: object | null;
  readonly errors: LocatedError[];
  /** The objects of the data of which more comes in later parts of the answer. */
  readonly later: readonly Incomplete[];
}

/** An object of which some fields come in a later part. */
export interface Incomplete extends LaterSelection {
  readonly object: TreeObject;
  /** Null for the root. */
  readonly place: Place | null;
}

/** The place of a value, nearest name last; a chain, because most places never need to be written down. */
export interface Place {
  readonly above: Place | null;
  readonly key: string | number;
}

/** In place of a null that is forbidden, which makes the value above null. */
const RISEN = Symbol("risen");
type Output = TreeValue | object | typeof RISEN;

/**
 * Completes a tree by the schema that clients see: a null rises to the nearest place that allows it, and always with an
 * error. `introspected` holds the answers of fields about the schema by response name, and `place` is where the
 * tree's root stands in the client's answer.
 */
export function complete(
  tree: TreeObject,
  selection: ResponseSelection,
  introspected: Readonly<Record<string, unknown>>,
  place: Place | null = null,
): Completed {
  const run: Completion = { errors: [], later: [], introspected };
  const data = completeObject(run, tree, selection, place);
  return { data: data === RISEN ? null : (data as object), errors: run.errors, later: run.later };
}

/** One response being completed. */
interface Completion {
  readonly errors: LocatedError[];
  readonly later: Incomplete[];
  readonly introspected: Readonly<Record<string, unknown>>;
}

function completeObject(
  run: Completion,
  object: TreeObject,
  { typeName, isAbstract, fieldsFor, laterFor }: ResponseSelection,
  place: Place | null,
): Output {
  const runtime = isAbstract ? (object["__typename"] ?? typeName) : typeName;
  const fields = typeof runtime === "string" ? fieldsFor(runtime) : null;
  const typeFault = object[TYPE_FAULT];
  if (!fields)
    return lost(
      run,
      typeFault instanceof Fault ? typeFault : new Fault("AGENCY_ANSWER_MALFORMED", undefined),
      null,
      place,
    );
  const output = blankObject() as Record<string, unknown>;
  const before = run.errors.length;
  const laterBefore = run.later.length;
  const reasons: LocatedError[] = [];
  for (const field of fields) {
    const soFar = run.errors.length;
    const value = completeField(run, object, field, String(runtime), { above: place, key: field.responseName });
    if (value === RISEN) reasons.push(...run.errors.slice(soFar));
    else output[field.responseName] = value;
  }
  if (reasons.length === 0) {
    for (const later of laterFor(String(runtime))) run.later.push({ ...later, object, place });
    return output;
  }
  // Of an object that is null only what made it null is worth telling, and nothing follows.
  run.errors.splice(before, run.errors.length, ...reasons);
  run.later.length = laterBefore;
  return RISEN;
}

function completeField(
  run: Completion,
  object: TreeObject,
  { responseName, name, value: expected, aboutSchema }: ResponseField,
  runtime: string,
  place: Place,
): Output {
  if (expected) return completeValue(run, object[name], expected, place);
  return aboutSchema ? (run.introspected[responseName] as TreeValue) : runtime;
}

function completeValue(run: Completion, value: TreeValue | undefined, expected: ResponseValue, place: Place): Output {
  if (value === undefined || value instanceof Fault) {
    const output = lost(run, value ?? new Fault("INTERNAL", undefined), expected, place);
    return expected.nonNull ? RISEN : output;
  }
  const output = value === null ? null : completePresent(run, value, expected, place);
  if (output === null && expected.nonNull && value === null)
    lost(run, new Fault("AGENCY_ANSWER_MALFORMED", undefined), expected, place);
  return (output === null || output === RISEN) && expected.nonNull ? RISEN : output === RISEN ? null : output;
}

function completePresent(run: Completion, value: TreeValue, expected: ResponseValue, place: Place): Output {
  if (expected.kind === "leaf") {
    const isVisible = !expected.values || expected.values.has(value as string);
    return isVisible ? value : lost(run, new Fault("AGENCY_ANSWER_MALFORMED", undefined), expected, place);
  }
  if (expected.kind === "object") {
    return isTreeObject(value)
      ? completeObject(run, value, expected.selection, place)
      : lost(run, new Fault("INTERNAL", undefined), expected, place);
  }
  if (!Array.isArray(value)) return lost(run, new Fault("INTERNAL", undefined), expected, place);
  const laterBefore = run.later.length;
  const items = value.map((item, index) => completeValue(run, item, expected.of, { above: place, key: index }));
  if (!items.includes(RISEN)) return items;
  run.later.length = laterBefore;
  return RISEN;
}

/** Reports a fault and answers null; an absent entity is only reported where null is forbidden. */
function lost(run: Completion, fault: Fault, expected: ResponseValue | null, place: Place | null): null {
  if (fault instanceof Absence && expected && !expected.nonNull) return null;
  run.errors.push(errorAt(fault, [...pathTo(place), ...clientPath(fault.below, expected)]));
  return null;
}

/** The error for a fault at a client's path. */
export function errorAt({ code, agency, message }: Fault, path: Path): LocatedError {
  return {
    message: message || errorCodes[code].en,
    path,
    extensions: { code, ...(agency !== undefined && { agency }) },
  };
}

/** A path in tree names, from a place on, as the client knows it; it ends where the client asked for nothing. */
export function clientPath(path: Path, from: ResponseValue | null): Path {
  const names: (string | number)[] = [];
  let expected: ResponseValue | null | undefined = from;
  for (const key of path) {
    if (expected?.kind === "list" && typeof key === "number") {
      names.push(key);
      expected = expected.of;
    } else if (expected?.kind === "object") {
      const field: ResponseField | undefined = expected.selection.anyField(String(key));
      if (!field) break;
      names.push(field.responseName);
      expected = field.value;
    } else break;
  }
  return names;
}

/** A place as GraphQL writes it. */
export function pathTo(place: Place | null): (string | number)[] {
  return place ? [...pathTo(place.above), place.key] : [];
}
