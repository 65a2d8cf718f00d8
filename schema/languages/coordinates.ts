import { Kind, parse, printSchema, visit, type ASTNode, type DocumentNode, type GraphQLSchema } from "graphql";

/** A text for every described element of a graph, by coordinate: `Type`, `Type.field`, `Type.field(argument:)`. */
export type Descriptions = Readonly<Record<string, string>>;

/** The graph as a document in which each element that can be described bears its coordinate's description. */
export function withDescriptions(document: DocumentNode, descriptions: Descriptions): DocumentNode {
  return mapElements(document, (node, coordinate) => {
    const text = Object.hasOwn(descriptions, coordinate) ? descriptions[coordinate] : undefined;
    return text === undefined ? node : { ...node, description: { kind: Kind.STRING, value: text, block: true } };
  });
}

/** What the graph says of its elements, in the schema's order. */
export function descriptionsOf(schema: GraphQLSchema): Descriptions {
  const found: Record<string, string> = {};
  mapElements(parse(printSchema(schema)), (node, coordinate) => {
    if (node.description) found[coordinate] = node.description.value;
    return node;
  });
  return found;
}

interface Described {
  readonly name: { readonly value: string };
  readonly description?: { readonly kind: Kind.STRING; readonly value: string; readonly block?: boolean } | undefined;
}

/** Replaces elements; null takes one out. */
export function mapElements(
  document: DocumentNode,
  change: <Node extends Described>(node: Node, coordinate: string) => Node | null,
): DocumentNode {
  return visit(document, {
    leave(node, _key, _parent, _path, ancestors) {
      if (!isElement(node)) return undefined;
      const coordinate = coordinateOf(node, ancestors);
      return coordinate === null ? undefined : change(node, coordinate);
    },
  });
}

const TYPES: ReadonlySet<string> = new Set([
  Kind.OBJECT_TYPE_DEFINITION,
  Kind.INTERFACE_TYPE_DEFINITION,
  Kind.UNION_TYPE_DEFINITION,
  Kind.ENUM_TYPE_DEFINITION,
  Kind.INPUT_OBJECT_TYPE_DEFINITION,
  Kind.SCALAR_TYPE_DEFINITION,
]);
const MEMBERS: ReadonlySet<string> = new Set([
  Kind.FIELD_DEFINITION,
  Kind.ENUM_VALUE_DEFINITION,
  Kind.INPUT_VALUE_DEFINITION,
]);

const isElement = (node: ASTNode): node is ASTNode & Described => TYPES.has(node.kind) || MEMBERS.has(node.kind);

function coordinateOf(node: ASTNode & Described, ancestors: readonly (ASTNode | readonly ASTNode[])[]): string | null {
  const above = ancestors.filter((each): each is ASTNode => !Array.isArray(each)).filter(isElement);
  const isWithinDirective = ancestors.some(
    (each) => !Array.isArray(each) && (each as ASTNode).kind === Kind.DIRECTIVE_DEFINITION,
  );
  if (isWithinDirective) return null;
  const [type, field] = above;
  if (!type) return node.name.value;
  return field
    ? `${type.name.value}.${field.name.value}(${node.name.value}:)`
    : `${type.name.value}.${node.name.value}`;
}
