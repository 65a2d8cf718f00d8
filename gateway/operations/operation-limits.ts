import type { ApolloServerPlugin } from "@apollo/server";
import { limits } from "#contract/limits.ts";
import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
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

/** Measures a validated operation. @throws LIMIT_DEPTH_EXCEEDED, LIMIT_ALIASES_EXCEEDED */
function checkOperation(document: DocumentNode, operation: OperationDefinitionNode): void {
  const { depth, aliases } = measure(document)(operation.selectionSet);
  if (depth > limits.depthMax) {
    throw refuse(
      "LIMIT_DEPTH_EXCEEDED",
      `The operation is ${depth} fields deep, but at most ${limits.depthMax} are allowed.`,
    );
  }
  if (aliases > limits.aliasesMax) {
    throw refuse(
      "LIMIT_ALIASES_EXCEEDED",
      `The operation has ${aliases} aliases, but at most ${limits.aliasesMax} are allowed.`,
    );
  }
}

interface Measure {
  readonly depth: number;
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
    // The schema's own description is deeper than any data, of bounded size, and what an IDE starts with.
    const depth = name.value === "__schema" || name.value === "__type" ? 1 : below.depth + 1;
    return { depth, aliases: below.aliases + (alias ? 1 : 0) };
  };
  const ofSet = (set: SelectionSetNode | undefined): Measure => {
    let depth = 0;
    let aliases = 0;
    for (const selection of set?.selections ?? []) {
      const part =
        selection.kind === Kind.FIELD
          ? ofField(selection)
          : selection.kind === Kind.FRAGMENT_SPREAD
            ? ofFragment(selection.name.value)
            : ofSet(selection.selectionSet);
      depth = Math.max(depth, part.depth);
      aliases += part.aliases;
    }
    return { depth, aliases };
  };
  return ofSet;
}

const isFragment = (node: { readonly kind: string }): node is FragmentDefinitionNode =>
  node.kind === Kind.FRAGMENT_DEFINITION;
