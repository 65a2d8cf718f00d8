import { Kind, parse, valueFromASTUntyped } from "graphql";
import type { FieldNode, FragmentDefinitionNode, SelectionSetNode } from "graphql";
import { entities, membersOf, type Entity } from "./world.ts";

type Variables = Readonly<Record<string, unknown>>;
type Arguments = { readonly [name: string]: unknown };

/** Writes an entity as JSON with the fields that a selection names, in its order. */
type Writer = (entity: Entity) => string;

/** Answers an operation from the world: what an agency says when asked by a gateway, and what a client must get. */
export type Answerer = (variables: Variables) => string;

/** What an operation may ask for at its root. */
const roots: Readonly<Record<string, (args: Arguments, write: Writer) => string>> = {
  member: ({ id }, write) => written(entities.get(String(id)), write),
  members: ({ committee, first }, write) => `[${membersOf(String(committee), Number(first)).map(write).join(",")}]`,
  _entities: ({ representations }, write) =>
    `[${(representations as { id: string }[]).map(({ id }) => written(entities.get(id), write)).join(",")}]`,
};

/**
 * Compiles an operation. Each entity is written once for a selection and remembered, so that an agency costs next to
 * nothing beside the gateway that asks it.
 * @throws when the operation asks for a root field that the world does not have
 */
export function answererOf(text: string): Answerer {
  const { definitions } = parse(text);
  const fragments = new Map(
    definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node] as const] : [])),
  );
  const operation = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const fields = fieldsOf(operation?.selectionSet, "Query", fragments).map((field) => {
    const root = roots[field.name.value];
    if (!root) throw new Error(`Nothing in the world answers ${field.name.value}.`);
    return { key: keyOf(field), root, field, write: writerOf(field.selectionSet, fragments) };
  });
  return (variables) => {
    const parts = fields.map(({ key, root, field, write }) => key + root(argumentsOf(field, variables), write));
    return `{"data":{${parts.join(",")}}}`;
  };
}

function writerOf(set: SelectionSetNode | undefined, fragments: Fragments): Writer {
  const known = new Map<Entity, string>();
  const compiled = new Map<unknown, readonly { key: string; name: string; write: Writer }[]>();
  const fieldsFor = (type: string) =>
    fieldsOf(set, type, fragments).map((field) => ({
      key: keyOf(field),
      name: field.name.value,
      write: writerOf(field.selectionSet, fragments),
    }));
  return (entity) => {
    const text = known.get(entity);
    if (text !== undefined) return text;
    const type = String(entity["__typename"]);
    const fields = compiled.get(type) ?? fieldsFor(type);
    compiled.set(type, fields);
    const parts = fields.map(({ key, name, write }) => {
      const value = entity[name];
      return key + (typeof value === "object" ? written(value, write) : JSON.stringify(value));
    });
    const fresh = `{${parts.join(",")}}`;
    known.set(entity, fresh);
    return fresh;
  };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** The fields that a selection means for an object of a type. */
function fieldsOf(set: SelectionSetNode | undefined, type: string, fragments: Fragments): readonly FieldNode[] {
  return (set?.selections ?? []).flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
    const condition = fragment?.typeCondition?.name.value ?? type;
    return condition === type ? fieldsOf(fragment?.selectionSet, type, fragments) : [];
  });
}

const written = (entity: Entity | null | undefined, write: Writer) => (entity ? write(entity) : "null");

const keyOf = ({ alias, name }: FieldNode) => `"${(alias ?? name).value}":`;

const argumentsOf = ({ arguments: nodes = [] }: FieldNode, variables: Variables): Arguments =>
  Object.fromEntries(nodes.map(({ name, value }) => [name.value, valueFromASTUntyped(value, variables)]));
