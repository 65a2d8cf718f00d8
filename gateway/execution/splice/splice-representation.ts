import type { QueryPlanSelectionNode } from "@apollo/query-planner";

/**
 * Where the raw JSON of a required field is found: a capture, of the object itself or of the entity of another
 * place.
 */
export interface Source {
  readonly capture: number;
  /** Place whose entity holds it; -1 for the object itself. */
  readonly place: number;
}

/** How to write what an agency needs to find an entity. */
export interface Representation {
  /** The key of the call: text between sources. */
  readonly parts: readonly (string | Source)[];
  /** What the entity's keys must be, in the order of its scan. */
  readonly proof: readonly Source[];
  /** The source of the committee that decides the instance; null when any may answer. */
  readonly committee: Source | null;
}

/** A required field; leaves have nothing below. */
export interface Required {
  readonly name: string;
  readonly below: readonly Required[];
}

/** What a fetch requires of an object of a type, in order; null when that depends on more than the type. */
export function requiredOf(requires: readonly QueryPlanSelectionNode[], typeName: string): readonly Required[] | null {
  const [only] = requires;
  if (requires.length === 1 && only?.kind === "InlineFragment") {
    return only.typeCondition === undefined || only.typeCondition === typeName
      ? requiredOf(only.selections, typeName)
      : null;
  }
  const fields: Required[] = [];
  for (const selection of requires) {
    if (selection.kind !== "Field") return null;
    const below = selection.selections ? requiredOf(selection.selections, typeName) : [];
    if (!below || selection.alias || fields.some(({ name }) => name === selection.name)) return null;
    fields.push({ name: selection.name, below });
  }
  return fields;
}

/** The text of an object with these fields, as JSON.stringify would write it. */
export function partsOf(
  required: readonly Required[],
  sourceOf: (path: readonly string[]) => string | Source,
): readonly (string | Source)[] {
  const parts: (string | Source)[] = [];
  const write = (fields: readonly Required[], above: readonly string[]) => {
    fields.forEach(({ name, below }, index) => {
      parts.push(`${index === 0 ? "{" : ","}"${name}":`);
      if (below.length > 0) write(below, [...above, name]);
      else parts.push(sourceOf([...above, name]));
    });
    parts.push("}");
  };
  write(required, []);
  return parts.reduce<(string | Source)[]>((joined, part) => {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
    else joined.push(part);
    return joined;
  }, []);
}
