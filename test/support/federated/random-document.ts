import fc from "fast-check";
import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  parse,
  validate,
  type DocumentNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
} from "graphql";

/** A random operation and values for its variables. */
export interface RandomOperation {
  readonly document: DocumentNode;
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Aliases that get in the way: keys, type names, names of other fields, names that objects inherit. */
const ALIASES = ["id", "code", "name", "tag", "x", "y", "__typename", "__proto__", "constructor"];
const DEPTH_MAX = 4;

/** Draws an operation that is valid for a schema; null when chance made one that is not. */
export function drawOperation(schema: GraphQLSchema, draw: fc.GeneratorValue): RandomOperation | null {
  const chance = (percent: number) => draw(fc.integer, { min: 1, max: 100 }) > 100 - percent;
  const oneOf = <T>(list: readonly T[]): T => list[draw(fc.nat, { max: list.length - 1 })]!;
  const variables: Record<string, unknown> = {};
  const declarations: string[] = [];
  const fragments: string[] = [];
  let deferrals = 0;

  const isMutation = !!schema.getMutationType() && chance(10);
  const root = isMutation ? schema.getMutationType()! : schema.getQueryType()!;
  const selection = selectionOn(root, 0);
  const head = declarations.length > 0 ? `(${declarations.join(" ")})` : "";
  const text = `${isMutation ? "mutation" : "query"}${head} ${selection} ${fragments.join(" ")}`;
  const document = parse(text, { noLocation: true });
  return validate(schema, document).length === 0 ? { document, text, variables } : null;

  function variable(type: string, value: unknown): string {
    const name = `v${declarations.length}`;
    declarations.push(`$${name}: ${type}`);
    if (value !== undefined) variables[name] = value;
    return `$${name}`;
  }

  function condition(): string {
    if (!chance(8)) return "";
    const value = chance(60);
    return ` @${oneOf(["skip", "include"])}(if: ${chance(70) ? variable("Boolean!", value) : value})`;
  }

  function deferral(): string {
    if (isMutation || !chance(40)) return "";
    const label = chance(50) ? [`label: "d${deferrals++}"`] : [];
    const condition = chance(20) ? [`if: ${chance(50) ? variable("Boolean!", chance(70)) : chance(70)}`] : [];
    const given = [...label, ...condition];
    return ` @defer${given.length > 0 ? `(${given.join(", ")})` : ""}`;
  }

  function selectionOn(type: GraphQLCompositeType, depth: number): string {
    const fields = "getFields" in type ? Object.values(type.getFields()) : [];
    const usable = fields.filter((field) => depth < DEPTH_MAX || !isCompositeType(getNamedType(field.type)));
    const parts = Array.from({ length: draw(fc.integer, { min: 1, max: 4 }) }, () => {
      if (usable.length === 0 || chance(8)) return chance(50) ? "__typename" : `${oneOf(ALIASES)}: __typename`;
      if (chance(isAbstractType(type) ? 50 : 10)) return fragmentOn(type, depth);
      return fieldOf(oneOf(usable), depth);
    });
    if (!("getFields" in type)) parts.push(fragmentOn(type, depth));
    return `{ ${parts.join(" ")} }`;
  }

  function fragmentOn(type: GraphQLCompositeType, depth: number): string {
    const concrete = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    const on = chance(15) && isObjectType(type) ? oneOf([type, ...type.getInterfaces()]) : oneOf(concrete);
    if (chance(30)) {
      const name = `F${fragments.length}`;
      // The place is taken before the fragments within are drawn.
      const place = fragments.push("") - 1;
      fragments[place] = `fragment ${name} on ${on.name} ${selectionOn(on, depth + 1)}`;
      return `...${name}${condition()}${deferral()}`;
    }
    return `... on ${on.name}${condition()}${deferral()} ${selectionOn(on, depth + 1)}`;
  }

  function fieldOf(field: GraphQLField<unknown, unknown>, depth: number): string {
    const type = getNamedType(field.type);
    const given = field.args
      .filter((it) => String(it.type).endsWith("!") || chance(50))
      .map((it) => {
        const named = getNamedType(it.type).name;
        const value =
          named === "Int" ? oneOf([0, 1, 2, 3]) : named === "ID" ? oneOf(["p1", "p5", "none"]) : oneOf(["x", "y", "z"]);
        return `${it.name}: ${chance(40) ? variable(String(it.type), value) : JSON.stringify(value)}`;
      });
    const alias = chance(30) ? `${oneOf(ALIASES)}: ` : "";
    return `${alias}${field.name}${given.length > 0 ? `(${given.join(", ")})` : ""}${condition()}${isCompositeType(type) ? ` ${selectionOn(type, depth + 1)}` : ""}`;
  }
}
