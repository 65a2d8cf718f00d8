import type { FastifyRequest } from "fastify";

/** A request of the usual form: text, name and variables in a JSON body, and a usual wish for the answer's type. */
export interface PlainRequest {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  /** Media type of an answer that leaves whole. */
  readonly mediaType: string;
  /** Whether an answer may leave in parts. */
  readonly takesParts: boolean;
}

/** Reads a request of the usual form; undefined for any other, which Apollo Server then answers or refuses. */
export function plainRequest({ method, body, headers }: FastifyRequest): PlainRequest | undefined {
  const usual = MEDIA_TYPE_BY_ACCEPT.get(headers.accept);
  const takesParts = usual === undefined && acceptsParts(headers.accept);
  const mediaType = takesParts ? wholeType(headers.accept) : usual;
  if (method !== "POST" || !mediaType || !isRecord(body)) return undefined;
  const { query, operationName, variables, extensions, ...others } = body;
  if (typeof query !== "string" || Object.keys(others).length > 0) return undefined;
  // Clients say there which library they are; only a persisted query would ask for something.
  if (extensions != null && !(isRecord(extensions) && !("persistedQuery" in extensions))) return undefined;
  // What is no name names no operation, and could make two requests look like one.
  if (operationName != null && !(typeof operationName === "string" && NAME.test(operationName))) return undefined;
  if (variables != null && !isRecord(variables)) return undefined;
  return { query, operationName: operationName ?? undefined, variables: variables ?? undefined, mediaType, takesParts };
}

/**
 * Whether an `Accept` header takes answers in parts as they are sent here: `multipart/mixed`, of which no other form is
 * asked than `incrementalSpec=v0.2`.
 */
function acceptsParts(accept: string | undefined): boolean {
  // Names of types and parameters are the same in capitals.
  const ranges = accept?.toLowerCase() ?? "";
  if (!ranges.includes("multipart/mixed")) return false;
  return ranges.split(",").some((range) => {
    const [type, ...parameters] = range.split(";").map((part) => part.trim());
    return type === "multipart/mixed" && parameters.every((it) => PARTS_PARAMETER.test(it));
  });
}

const PARTS_PARAMETER = /^(?:incrementalspec=(?:v0\.2|"v0\.2")|q=(?!0(?:\.0*)?$).+)$/;

const NAME = /^[_A-Za-z]\w*$/;

const JSON_TYPE = "application/json; charset=utf-8";
const GRAPHQL_TYPE = "application/graphql-response+json; charset=utf-8";

/** The type of an answer that leaves whole all the same, and of a refusal. */
const wholeType = (accept = "") => (accept.includes("application/graphql-response+json") ? GRAPHQL_TYPE : JSON_TYPE);

/** What clients send; the others are weighed by Apollo Server. */
const MEDIA_TYPE_BY_ACCEPT: ReadonlyMap<string | undefined, string> = new Map([
  [undefined, JSON_TYPE],
  ["*/*", JSON_TYPE],
  ["application/json", JSON_TYPE],
  ["application/graphql-response+json", GRAPHQL_TYPE],
  ["application/graphql-response+json, application/json", GRAPHQL_TYPE],
  ["application/graphql-response+json,application/json;q=0.9", GRAPHQL_TYPE],
]);

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
