import type { ApolloServerPlugin } from "@apollo/server";
import { limits } from "#contract/limits.ts";
import {
  Kind,
  Lexer,
  Source,
  TokenKind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { LRUCache } from "lru-cache";
import { refuse } from "../edge/errors.ts";

/** Documents whose size is known to be allowed; a text is scanned once, not once per request. */
const SCANNED_MAX = 2_000;

/** Holds every operation to the limits of the contract, before it is parsed and before it is planned. */
export function operationLimits(): ApolloServerPlugin {
  const scanned = new LRUCache<string, true>({ max: SCANNED_MAX });
  return {
    async requestDidStart() {
      return {
        async didResolveSource({ source, queryHash }) {
          if (scanned.has(queryHash)) return;
          checkText(source);
          scanned.set(queryHash, true);
        },
        async didResolveOperation({ document, operation, request }) {
          if (!operation) throw refuse("OPERATION_RESOLUTION_FAILURE", operationMissing(request.operationName));
          if (operation.operation === "subscription") throw refuse("BAD_REQUEST", "Subscriptions are not served at this address.");
          checkOperation(document, operation);
        },
      };
    },
  };
}

const operationMissing = (name: string | undefined) =>
  name === undefined ? "The document holds several operations; operationName must say which one is meant." : "The document holds no operation of this name.";

/**
 * Counts tokens and open brackets without parsing, because the parser is recursive: some thousand brackets would
 * overflow its stack. A text that cannot be split into tokens is left to the parser's own error.
 * @throws LIMIT_TOKENS_EXCEEDED, LIMIT_NESTING_EXCEEDED
 */
export function checkText(text: string): void {
  const lexer = new Lexer(new Source(text));
  let open = 0;
  for (let tokens = 1; nextKind(lexer) !== TokenKind.EOF; tokens += 1) {
    if (tokens > limits.tokensMax) {
      throw refuse("LIMIT_TOKENS_EXCEEDED", `The document has more than ${limits.tokensMax} tokens.`);
    }
    if (OPENING.has(lexer.token.kind)) open += 1;
    if (CLOSING.has(lexer.token.kind)) open -= 1;
    if (open > limits.nestingMax) {
      throw refuse("LIMIT_NESTING_EXCEEDED", `The document has more than ${limits.nestingMax} brackets open at once.`);
    }
  }
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.PAREN_L, TokenKind.BRACKET_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.PAREN_R, TokenKind.BRACKET_R]);

function nextKind(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch {
    return TokenKind.EOF;
  }
}

/** Measures a validated operation. @throws LIMIT_DEPTH_EXCEEDED, LIMIT_ALIASES_EXCEEDED */
export function checkOperation(document: DocumentNode, operation: OperationDefinitionNode): void {
  const { depth, aliases } = measure(document)(operation.selectionSet);
  if (depth > limits.depthMax) {
    throw refuse("LIMIT_DEPTH_EXCEEDED", `The operation is ${depth} fields deep, but at most ${limits.depthMax} are allowed.`);
  }
  if (aliases > limits.aliasesMax) {
    throw refuse("LIMIT_ALIASES_EXCEEDED", `The operation has ${aliases} aliases, but at most ${limits.aliasesMax} are allowed.`);
  }
}

interface Measure {
  readonly depth: number;
  readonly aliases: number;
}

/** Each fragment is measured once, however often it is spread: forty that spread each other twice are no 2^40 visits. */
function measure(document: DocumentNode): (selectionSet: SelectionSetNode) => Measure {
  const definitions = new Map(document.definitions.filter(isFragment).map((fragment) => [fragment.name.value, fragment]));
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

const isFragment = (node: { readonly kind: string }): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION;
