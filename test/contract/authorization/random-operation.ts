import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from "graphql";

/** A document of one operation with values for its variables. */
export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const DEPTH_MAX = 4;

/**
 * Writes an operation that the tape decides, one number for each choice; an empty tape chooses the first of
 * everything, so that a shorter tape means a simpler operation. It may hold keys in conflict: validate it.
 */
export function randomOperation(schema: GraphQLSchema, tape: readonly number[]): RandomOperation {
  const writer = new Writer(schema, tape);
  const root = schema.getQueryType();
  if (!root) throw new Error("no query type");
  const body = writer.selectionSet(root, 0);
  const declared = writer.declarations.length > 0 ? `(${writer.declarations.join(" ")})` : "";
  return { query: `query Q${declared} ${body}\n${writer.fragments.join("\n")}`, variables: writer.variables };
}

class Writer {
  readonly declarations: string[] = [];
  readonly fragments: string[] = [];
  readonly variables: Record<string, unknown> = {};
  readonly #schema: GraphQLSchema;
  readonly #tape: readonly number[];
  #at = 0;

  constructor(schema: GraphQLSchema, tape: readonly number[]) {
    this.#schema = schema;
    this.#tape = tape;
  }

  selectionSet(parent: GraphQLCompositeType, depth: number): string {
    const count = 1 + this.#pick(4);
    return `{ ${Array.from({ length: count }, () => this.#selection(parent, depth)).join(" ")} }`;
  }

  #selection(parent: GraphQLCompositeType, depth: number): string {
    const way = this.#pick(7);
    if (way < 5 || depth >= DEPTH_MAX) return this.#field(parent, depth);
    const condition = this.#one(this.#related(parent));
    const body = this.selectionSet(condition, depth + 1);
    if (way === 5) return `... on ${condition.name} ${body}`;
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${condition.name} ${body}`);
    return `...${name}${this.#pick(3) === 2 ? ` ...${name}` : ""}`;
  }

  #field(parent: GraphQLCompositeType, depth: number): string {
    const fields = "getFields" in parent ? Object.values(parent.getFields()) : [];
    const usable = fields.filter(({ type }) => depth < DEPTH_MAX || !isCompositeType(getNamedType(type)));
    const choice = this.#pick(usable.length + 1);
    const field = usable[choice];
    if (field === undefined) return `${this.#alias()}__typename`;
    const type = getNamedType(field.type);
    const below = isCompositeType(type) ? ` ${this.selectionSet(type, depth + 1)}` : "";
    return `${this.#alias()}${field.name}${this.#arguments(field)}${below}`;
  }

  #alias(): string {
    return ["", "", "a: ", "b: ", "constructor: "][this.#pick(5)] ?? "";
  }

  #arguments({ args }: GraphQLField<unknown, unknown>): string {
    const given = args.flatMap(({ name, type }) =>
      isNonNullType(type) || this.#pick(2) === 1 ? [`${name}: ${this.#value(type, 0)}`] : [],
    );
    return given.length > 0 ? `(${given.join(" ")})` : "";
  }

  #value(type: GraphQLInputType, depth: number): string {
    if (this.#pick(3) === 2) return this.#variable(type);
    return literal(this.#json(type, depth));
  }

  /** Declared, and then given, left to its default, or without any value. */
  #variable(type: GraphQLInputType): string {
    const name = `v${this.declarations.length}`;
    const how = isNonNullType(type) ? 0 : this.#pick(3);
    if (how === 0) this.variables[name] = plain(this.#json(type, 0));
    this.declarations.push(`$${name}: ${type}${how === 1 ? ` = ${literal(this.#json(type, 0))}` : ""}`);
    return `$${name}`;
  }

  #json(type: GraphQLInputType, depth: number): Json {
    if (isNonNullType(type)) return this.#json(type.ofType, depth);
    if (isListType(type)) return Array.from({ length: this.#pick(3) }, () => this.#json(type.ofType, depth + 1));
    if (isEnumType(type)) return { name: this.#one(type.getValues()).name };
    if (!isInputObjectType(type)) return type.name === "Int" ? this.#pick(9) : `t${this.#pick(9)}`;
    const fields = Object.values(type.getFields()).filter(() => depth < 3 && this.#pick(3) === 1);
    return new Map(fields.map((field) => [field.name, this.#json(field.type, depth + 1)]));
  }

  /** Types that share an object type with this one. */
  #related(parent: GraphQLCompositeType): readonly GraphQLCompositeType[] {
    const objects = (type: GraphQLCompositeType) =>
      isAbstractType(type) ? this.#schema.getPossibleTypes(type) : [type];
    const mine = new Set<GraphQLCompositeType>(objects(parent));
    return Object.values(this.#schema.getTypeMap())
      .filter(isCompositeType)
      .filter((type) => !type.name.startsWith("__") && objects(type).some((object) => mine.has(object)));
  }

  #one<Item>(items: readonly Item[]): Item {
    const item = items[this.#pick(items.length)];
    if (item === undefined) throw new Error("nothing to choose from");
    return item;
  }

  #pick(count: number): number {
    const choice = this.#tape[this.#at] ?? 0;
    this.#at += 1;
    return choice % count;
  }
}

/** A value before it is known whether it is written as a literal or sent as JSON; an enum value is `{ name }`. */
type Json = string | number | { readonly name: string } | readonly Json[] | ReadonlyMap<string, Json>;

function literal(value: Json): string {
  if (value instanceof Map) return `{ ${[...value].map(([name, item]) => `${name}: ${literal(item)}`).join(" ")} }`;
  if (Array.isArray(value)) return `[${value.map(literal).join(" ")}]`;
  return isName(value) ? value.name : JSON.stringify(value);
}

function plain(value: Json): unknown {
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, item]) => [name, plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  return isName(value) ? value.name : value;
}

const isName = (value: Json): value is { readonly name: string } => typeof value === "object" && "name" in value;
