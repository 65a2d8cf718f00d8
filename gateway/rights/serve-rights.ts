import { limits } from "#contract/limits.ts";
import { isErrorCode } from "#contract/errors.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError, MaxIntrospectionDepthRule, parse, specifiedRules, validate, type GraphQLSchema } from "graphql";
import { compileRights } from "../authorization/compile-rights.ts";
import type { Doors } from "../edge/admission.ts";
import { refuse } from "../edge/errors.ts";
import { callerOf } from "../edge/identify-caller.ts";
import { sendRefusal } from "../edge/send-refusal.ts";
import { DeferRule } from "../operations/defer-rule.ts";
import { refuseLargeDocument } from "../operations/document-size.ts";
import type { GuardedGraph } from "../operations/entitled-operations.ts";
import { tellRights } from "./told-rights.ts";

/** A GraphQL request whose rights are asked for. */
interface RightsRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Readonly<Record<string, unknown>> | null;
}

const bodySchema = {
  type: "object",
  required: ["query"],
  properties: {
    query: { type: "string" },
    operationName: { type: ["string", "null"] },
    variables: { type: ["object", "null"] },
  },
};

/** Tells at `POST /rights`, for a request that is not executed, what its caller may ask for and what is missing. */
export function serveRights(
  app: FastifyInstance,
  graph: () => GuardedGraph | undefined,
  { before, admit }: Doors,
): void {
  app.route({
    method: "POST",
    url: "/rights",
    schema: { body: bodySchema },
    onRequest: before,
    preHandler: admit,
    handler: (request, reply) => refuseLargeDocument(request, reply) ?? answer(request, reply, graph()),
  });
}

function answer(request: FastifyRequest, reply: FastifyReply, graph: GuardedGraph | undefined): FastifyReply {
  if (!graph) return sendRefusal(request, reply, "HUB_OVERLOADED");
  const { query, operationName, variables } = request.body as RightsRequest;
  try {
    const document = validDocument(query, graph.schema);
    const compiled = compileRights(document, operationName ?? undefined, graph.schema, graph.rules);
    return reply.header("cache-control", "no-store").send(tellRights(compiled, callerOf(request), variables ?? {}));
  } catch (error) {
    const code = error instanceof GraphQLError ? error.extensions["code"] : undefined;
    if (!isErrorCode(code)) throw error;
    return sendRefusal(request, reply, code);
  }
}

/** @throws GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED */
function validDocument(text: string, schema: GraphQLSchema) {
  const document = parsed(text);
  const rules = [...specifiedRules, MaxIntrospectionDepthRule, DeferRule];
  const [problem] = validate(schema, document, rules, { maxErrors: 1 });
  if (problem) throw refuse("GRAPHQL_VALIDATION_FAILED", problem.message);
  return document;
}

function parsed(text: string) {
  try {
    return parse(text, { maxTokens: limits.tokensMax });
  } catch {
    throw refuse("GRAPHQL_PARSE_FAILED", "The text is no GraphQL.");
  }
}
