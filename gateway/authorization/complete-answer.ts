import {
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from "graphql";
import { fieldOf, type FieldRights, type SelectionRights } from "./compile-rights.ts";
import type { FilteredOperation } from "./filter-operation.ts";
import { isLeftOut } from "./given-inputs.ts";

type Answer = Readonly<Record<string, unknown>>;

/**
 * The answer to what was asked, from the answer to what was allowed: every removed field is null in its place and
 * order, and a null where none may stand takes the object around it along, up to the whole answer. Objects without
 * anything removed are handed on as they are. Lists keep their order and length.
 * @param data what the filtered document answered; null if there was no document to ask
 */
export function completeAnswer(filtered: FilteredOperation, data: Answer | null): Answer | null {
  const { compiled, projection } = filtered;
  if (data === null || projection.touched.size === 0) return data;
  const root = compiled.schema.getRootType(compiled.operation.operation);
  return root ? new Completion(filtered).object(root, compiled.selections, data) : null;
}

class Completion {
  readonly #filtered: FilteredOperation;
  readonly #schema: GraphQLSchema;

  constructor(filtered: FilteredOperation) {
    this.#filtered = filtered;
    this.#schema = filtered.compiled.schema;
  }

  /** Null when a field that must not be null is. */
  object(type: GraphQLObjectType, selections: readonly SelectionRights[], data: Answer): Answer | null {
    const { denied, touched } = this.#filtered.projection;
    const answer: Record<string, unknown> = Object.create(null);
    for (const [key, fields] of this.#fieldsByKey(type, selections)) {
      const given = Object.hasOwn(data, key) ? data[key] : undefined;
      if (!fields.some((field) => touched.has(field))) {
        if (given !== undefined) answer[key] = given;
        continue;
      }
      const name = fields[0]?.node.name.value ?? "";
      const fieldType = fieldOf(this.#schema, type, name)?.type;
      const children = fields.flatMap((field) => field.children);
      const isDenied = fieldType === undefined || fields.some((field) => denied.has(field));
      const value = isDenied ? null : this.#value(fieldType, children, given ?? null);
      if (value === null && fieldType !== undefined && isNonNullType(fieldType)) return null;
      answer[key] = value;
    }
    return answer;
  }

  #value(type: GraphQLOutputType, children: readonly SelectionRights[], value: unknown): unknown {
    const nullable = isNonNullType(type) ? type.ofType : type;
    if (value === null || isLeafType(nullable)) return value;
    if (isListType(nullable)) {
      if (!Array.isArray(value)) return null;
      const items = value.map((item: unknown) => this.#value(nullable.ofType, children, item ?? null));
      return isNonNullType(nullable.ofType) && items.includes(null) ? null : items;
    }
    const object = value as Answer;
    const runtimeType = isObjectType(nullable)
      ? nullable
      : this.#schema.getType(String(object[this.#filtered.compiled.typenameKey]));
    return isObjectType(runtimeType) ? this.object(runtimeType, children, object) : null;
  }

  /** The fields that apply to an object of this type, those of one response key together, in the order asked. */
  #fieldsByKey(type: GraphQLObjectType, selections: readonly SelectionRights[]): Map<string, FieldRights[]> {
    const groups = new Map<string, FieldRights[]>();
    const add = (some: readonly SelectionRights[]): void => {
      for (const selection of some) {
        if (isLeftOut(selection.node, this.#filtered.variables)) continue;
        if (selection.kind === "fragment") add(selection.children);
        else if (selection.types.has(type.name)) {
          const key = selection.path.at(-1) ?? "";
          groups.set(key, [...(groups.get(key) ?? []), selection]);
        }
      }
    };
    add(selections);
    return groups;
  }
}
