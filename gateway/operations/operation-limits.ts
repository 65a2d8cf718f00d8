import type { ApolloServerPlugin } from "@apollo/server";
import type { ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from "graphql";
import { refuse } from "../edge/errors.ts";

/** Holds every operation to the limits of the contract before it is planned. */
export const operationLimits: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ document, operation, request }) {
        if (!operation) throw refuse("OPERATION_RESOLUTION_FAILURE", operationMissing(request.operationName));
        if (operation.operation === "subscription")
          throw refuse("BAD_REQUEST", "Subscriptions are not served at this address.");
        checkOperation(document, operation);
      },
    };
  },
};

const operationMissing = (name: string | undefined) =>
  name === undefined
    ? "The document holds several operations or none; operationName must say which one is meant."
    : "The document holds no operation of this name.";

/**
 * Measures a validated operation.
 * @throws LIMIT_DEPTH_EXCEEDED, LIMIT_HEIGHT_EXCEEDED, LIMIT_ROOT_FIELDS_EXCEEDED, LIMIT_ALIASES_EXCEEDED
 */
function checkOperation(document: DocumentNode, operation: OperationDefinitionNode): void {
  const { depth, height, fields, aliases } = measure(document)(operation.selectionSet);
  const hold = (count: number, max: number, code: ErrorCode, what: string) => {
    if (count > max) throw refuse(code, `The operation ${what}, but at most ${max} are allowed.`);
  };
  hold(depth, limits.depthMax, "LIMIT_DEPTH_EXCEEDED", `is ${depth} fields deep`);
  hold(aliases, limits.aliasesMax, "LIMIT_ALIASES_EXCEEDED", `has ${aliases} aliases`);
  hold(height, limits.heightMax, "LIMIT_HEIGHT_EXCEEDED", `has ${height} fields`);
  hold(fields, limits.rootFieldsMax, "LIMIT_ROOT_FIELDS_EXCEEDED", `has ${fields} fields at its root`);
}

interface Measure {
  readonly depth: number;
  /** Fields at all levels. */
  readonly height: number;
  /** Fields at this level, `__typename` aside: it costs nothing. */
  readonly fields: number;
  readonly aliases: number;
}

/** Measures each fragment once, however often it is spread: forty that spread each other twice are no 2^40 visits. */
function measure(document: DocumentNode): (selectionSet: SelectionSetNode) => Measure {
  const definitions = new Map(
    document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]),
  );
  const known = new Map<string, Measure>();
  const ofFragment = (name: string): Measure => {
    const found = known.get(name) ?? ofSet(definitions.get(name)?.selectionSet);
    known.set(name, found);
    return found;
  };
  const ofField = ({ alias, selectionSet, name }: FieldNode): Measure => {
    const below = ofSet(selectionSet);
    const fields = name.value === "__typename" ? 0 : 1;
    const aliases = below.aliases + (alias ? 1 : 0);
    // The schema's own description is larger than any data, of bounded size, and what an IDE starts with.
    if (name.value === "__schema" || name.value === "__type") return { depth: 1, height: 1, fields, aliases };
    return { depth: below.depth + 1, height: below.height + 1, fields, aliases };
  };
  const ofSelection = (selection: SelectionNode): Measure => {
    if (selection.kind === Kind.FIELD) return ofField(selection);
    return selection.kind === Kind.FRAGMENT_SPREAD ? ofFragment(selection.name.value) : ofSet(selection.selectionSet);
  };
  const ofSet = (set: SelectionSetNode | undefined): Measure => {
    let [depth, height, fields, aliases] = [0, 0, 0, 0];
    for (const selection of set?.selections ?? []) {
      const part = ofSelection(selection);
      depth = Math.max(depth, part.depth);
      height += part.height;
      fields += part.fields;
      aliases += part.aliases;
    }
    return { depth, height, fields, aliases };
  };
  return ofSet;
}

const isFragment = (node: { readonly kind: string }): node is FragmentDefinitionNode =>
  node.kind === Kind.FRAGMENT_DEFINITION;
