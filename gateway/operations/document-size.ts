import type { ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { Lexer, Source, TokenKind, type GraphQLError } from "graphql";
import { refuse } from "../edge/errors.ts";
import { sendRefusal } from "../edge/send-refusal.ts";

/** Refuses a document that no parser should see, in the shape of GraphQL. A request without a document passes. */
export async function refuseLargeDocuments(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const text = (request.body as { readonly query?: unknown } | null | undefined)?.query;
  const refusal = typeof text === "string" ? oversize(text) : undefined;
  if (!refusal) return undefined;
  return sendRefusal(request, reply, refusal.extensions["code"] as ErrorCode, refusal.message);
}

/**
 * Counts tokens and open brackets without parsing, because the parser is recursive: some thousand brackets would
 * overflow its stack. Answers a LIMIT_TOKENS_EXCEEDED, a LIMIT_NESTING_EXCEEDED or nothing; a text that cannot be
 * split into tokens is left to the parser's own error.
 */
function oversize(text: string): GraphQLError | undefined {
  const lexer = new Lexer(new Source(text));
  let open = 0;
  for (let tokens = 1; nextKind(lexer) !== TokenKind.EOF; tokens += 1) {
    if (tokens > limits.tokensMax)
      return refuse("LIMIT_TOKENS_EXCEEDED", `The document has more than ${limits.tokensMax} tokens.`);
    if (OPENING.has(lexer.token.kind)) open += 1;
    if (CLOSING.has(lexer.token.kind)) open -= 1;
    if (open > limits.nestingMax) {
      return refuse("LIMIT_NESTING_EXCEEDED", `The document has more than ${limits.nestingMax} brackets open at once.`);
    }
  }
  return undefined;
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
