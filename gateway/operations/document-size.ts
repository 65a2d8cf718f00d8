import type { ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Lexer, Source, TokenKind } from "graphql";
import { sendRefusal } from "../edge/send-refusal.ts";

/** Refuses a document that no parser should see, in the shape of GraphQL; undefined when a parser may. */
export function refuseLargeDocument(request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  const text = (request.body as { readonly query?: unknown } | null | undefined)?.query;
  const excess = typeof text === "string" ? excessOf(text) : undefined;
  return excess && sendRefusal(request, reply, excess.code, excess.message);
}

/** What is too much of a document, as a refusal. */
interface Excess {
  readonly code: ErrorCode;
  readonly message: string;
}

/** What is counted, and the most that is let through of it. */
const MOST = {
  tokens: { code: "LIMIT_TOKENS_EXCEEDED", max: limits.tokensMax, what: "tokens" },
  open: { code: "LIMIT_NESTING_EXCEEDED", max: limits.nestingMax, what: "brackets open at once" },
  directives: { code: "LIMIT_DIRECTIVES_EXCEEDED", max: limits.directivesMax, what: "directives" },
  fragments: { code: "LIMIT_FRAGMENTS_EXCEEDED", max: limits.fragmentsMax, what: "fragments" },
  variables: { code: "LIMIT_VARIABLES_EXCEEDED", max: limits.variablesMax, what: "variables" },
} as const satisfies Record<string, { code: ErrorCode; max: number; what: string }>;

/**
 * Counts without parsing, because the parser is recursive: some thousand brackets would overflow its stack. A text
 * that cannot be split into tokens is left to the parser's own error.
 */
export function excessOf(text: string): Excess | undefined {
  const lexer = new Lexer(new Source(text));
  const counts = { tokens: 0, open: 0, directives: 0, fragments: 0, variables: 0 };
  let braces = 0;
  for (let kind = nextKind(lexer); kind !== TokenKind.EOF; kind = nextKind(lexer)) {
    counts.tokens += 1;
    if (OPENING.has(kind)) counts.open += 1;
    if (CLOSING.has(kind)) counts.open -= 1;
    if (kind === TokenKind.BRACE_L) braces += 1;
    if (kind === TokenKind.BRACE_R) braces -= 1;
    if (kind === TokenKind.AT) counts.directives += 1;
    // Outside of all braces a dollar declares a variable, and outside of all brackets the word begins a definition.
    if (kind === TokenKind.DOLLAR && braces === 0) counts.variables += 1;
    if (kind === TokenKind.NAME && counts.open === 0 && lexer.token.value === "fragment") counts.fragments += 1;
    for (const [name, { code, max, what }] of MOST_OF_EACH) {
      if (counts[name] > max) return { code, message: `The document has more than ${max} ${what}.` };
    }
  }
  return undefined;
}

const MOST_OF_EACH = Object.entries(MOST) as [keyof typeof MOST, (typeof MOST)[keyof typeof MOST]][];

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.PAREN_L, TokenKind.BRACKET_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.PAREN_R, TokenKind.BRACKET_R]);

function nextKind(lexer: Lexer): TokenKind {
  try {
    return lexer.advance().kind;
  } catch {
    return TokenKind.EOF;
  }
}
