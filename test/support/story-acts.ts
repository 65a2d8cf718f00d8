import { readFileSync } from "node:fs";
import { buildSchema, getNamedType, isInputObjectType, isObjectType, isUnionType, type GraphQLObjectType } from "graphql";

const schema = buildSchema(readFileSync(new URL("../../schema/api.graphql", import.meta.url), "utf8"), {
  assumeValid: true,
});

/** A case as an act leaves it. */
export interface StoryCase {
  readonly id: string;
  readonly state: string;
  readonly version: number;
}

/** What became of an act, whichever it was: the name of its type, and what that type has. */
export interface StoryResult {
  readonly __typename: string;
  readonly application?: StoryCase;
  readonly transfer?: StoryCase;
  readonly arrival?: StoryCase;
  readonly assignment?: StoryCase;
  readonly assignments?: readonly StoryCase[];
  readonly organization?: { readonly id: string };
  readonly list?: { readonly id: string };
  readonly pendingDeliveries?: readonly { readonly target: string; readonly eventCount: number }[];
  readonly code?: string;
  readonly field?: string;
  readonly guard?: string;
  readonly nextAct?: string | null;
  readonly currentVersion?: number | null;
  readonly currentState?: string | null;
}

/** Enough of an object to go on with it. */
const WANTED = ["id", "state", "version", "target", "eventCount"];

/** The document of an act, which asks for every plain field of whatever may come of it; and the fields of its input. */
export function documentOf(act: string): { readonly text: string; readonly fields: ReadonlySet<string> } {
  const field = schema.getMutationType()?.getFields()[act];
  const [input] = field?.args ?? [];
  const union = field && getNamedType(field.type);
  if (!input || !isUnionType(union)) throw new Error(`There is no act ${act}.`);
  const parts = union.getTypes().map((type) => `... on ${type.name} { ${selectionOf(type)} }`);
  const text = `mutation ($input: ${String(input.type)}) {
    result: ${act}(input: $input) { __typename ${parts.join(" ")} } }`;
  const inputType = getNamedType(input.type);
  return { text, fields: new Set(isInputObjectType(inputType) ? Object.keys(inputType.getFields()) : []) };
}

function selectionOf(type: GraphQLObjectType): string {
  const fields = Object.values(type.getFields()).map(({ name, type: of }) => {
    const inner = getNamedType(of);
    if (!isObjectType(inner)) return name;
    const own = inner.getFields();
    return `${name} { ${WANTED.filter((wanted) => wanted in own).join(" ")} }`;
  });
  return fields.join(" ");
}
