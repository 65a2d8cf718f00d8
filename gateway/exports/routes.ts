import { setTimeout as delay } from "node:timers/promises";
import { errorCodes, type ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import type { RegisteredOperation } from "#contract/registered-operations.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import { askAgain, type Answer } from "../edge/ask-again.ts";
import { errorBody, maskFault } from "../edge/errors.ts";
import { GRAPHQL_PATH } from "../edge/http-edge.ts";
import { identifyCaller } from "../edge/identify-caller.ts";
import { openPlaces } from "../edge/places.ts";
import { taken } from "../edge/taken.ts";
import type { Identity } from "../identity/identity.ts";
import { excessOf } from "../operations/document-size.ts";
import { NotExportable, planExport, type ExportPlan } from "./export-plan.ts";
import { headerOf, pageOf } from "./export-rows.ts";

/** Where a list is answered page after page until its end. */
const EXPORT_PATH = `${GRAPHQL_PATH}/export`;

/** What exports need of the gateway. */
export interface ExportOptions {
  readonly operations: readonly RegisteredOperation[];
  /** Null where the gateway asks nobody's name. */
  readonly identity: Identity | null;
}

/** The body of a request for an export: that of any request, whose `after` says where to begin. */
interface ExportBody {
  readonly documentId?: string;
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** How often a page is asked for again while the hub or a budget says to wait. */
const PATIENCE = 5;
const WAIT_SECONDS_MAX = 60;

/**
 * Long lists as lines of JSON: `POST /graphql/export` with an operation that pages by `$after`. The first line holds
 * the head of a CSV file, each further one the rows of a page, the cursor behind them and the total where it was asked
 * for, the last one `done` or why it stopped. Whoever lost the connection asks again with the last cursor as `after`
 * and gets the rest, without the head. Every page goes through the same door as any other request, so that rights,
 * budgets and audit hold for each and a token that ends, ends the export; nothing is kept here. A page waits until the
 * client has taken the one before.
 */
export function serveExports(app: FastifyInstance, { operations, identity }: ExportOptions): void {
  const texts = new Map(operations.map(({ documentId, text }) => [documentId, text]));
  const takePlace = openPlaces({ max: limits.exportsMax, perCallerMax: limits.exportsPerCallerMax });
  app.route({
    method: "POST",
    url: EXPORT_PATH,
    onRequest: identity ? [identifyCaller(identity)] : [],
    handler: async (request, reply) => {
      const body = (request.body ?? {}) as ExportBody;
      const text = body.query ?? texts.get(body.documentId ?? "");
      if (text === undefined) return refuse(reply, "DOCUMENT_UNKNOWN");
      if (typeof text !== "string") return refuse(reply, "BAD_REQUEST");
      const excess = excessOf(text);
      if (excess) return refuse(reply, excess.code, excess.message);
      const plan = planOrRefusal(text, body.operationName);
      if (plan instanceof NotExportable) return refuse(reply, "BAD_REQUEST", plan.message);
      // What the parser says of a text repeats some of it.
      if (plan instanceof GraphQLError) return refuse(reply, "GRAPHQL_PARSE_FAILED");
      const givePlaceBack = takePlace(request);
      if (!givePlaceBack) return refuse(reply.header("retry-after", "10"), "HUB_OVERLOADED");
      try {
        await sendPages(app, request, reply, body, plan);
      } finally {
        givePlaceBack();
      }
      return reply;
    },
  });
}

function planOrRefusal(text: string, operationName: string | undefined): ExportPlan | NotExportable | GraphQLError {
  try {
    return planExport(text, operationName);
  } catch (error) {
    if (error instanceof NotExportable || error instanceof GraphQLError) return error;
    throw error;
  }
}

async function sendPages(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  body: ExportBody,
  plan: ExportPlan,
): Promise<void> {
  const given = body.variables ?? {};
  let after = typeof given["after"] === "string" ? given["after"] : null;
  const isWhole = after === null;
  let number = 0;
  const next = () => {
    const size = plan.takesFirst ? { first: limits.pageSizeMax } : {};
    const question = { ...body, variables: { ...given, ...size, after } };
    return askPatiently(() => askAgain(app, request, question, number++), reply);
  };

  // What is refused from the first is refused as any other request.
  const first = await next();
  if (first.status !== 200) {
    await reply.code(first.status).type("application/json; charset=utf-8").send(first.body);
    return;
  }
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { "content-type": "application/x-ndjson; charset=utf-8", "cache-control": "no-store" });
  let rows = 0;
  try {
    if (isWhole) await write(reply, { csv: headerOf(plan) });
    for (let answer = first; !raw.destroyed; answer = await next()) {
      const line = lineOf(plan, answer, after);
      await write(reply, line);
      if (!("next" in line)) break;
      rows += line.rows;
      if (line.next === null) break;
      after = line.next;
    }
  } catch (error) {
    // Nobody else ends a stream that has begun: its client would wait for ever, and a gateway that stops for it.
    await write(reply, { errors: [maskFault(error, request.log)] });
  }
  const operation = body.documentId ?? body.operationName ?? null;
  request.log.info({ requestId: request.id, operation, purpose: request.headers["x-purpose"], rows }, "export");
  if (!raw.destroyed) raw.end();
}

/**
 * One line of the stream. An answer with errors ends it, for a file with holes would pass for a whole one; so does one
 * without the list, as to a request that wants to hear its cost alone, and one that begins where the page before began.
 */
function lineOf(plan: ExportPlan, { status, body }: Answer, after: string | null) {
  const { data, errors } = JSON.parse(body) as { readonly data?: unknown; readonly errors?: readonly unknown[] };
  if (status !== 200 || errors) return { errors: errors ?? [] };
  const found = pageOf(plan, data);
  if (!found) return errorBody("BAD_REQUEST", "The answer does not hold the list.");
  const { next, ...page } = found;
  if (next !== null && next === after) return errorBody("BAD_REQUEST", "The list does not go on behind $after.");
  return { ...page, next, ...(next === null && { done: true }) };
}

/** Asks again while the hub is busy or a budget is spent, as long as it says and the client is there. */
async function askPatiently(ask: () => Promise<Answer>, { raw }: FastifyReply): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask();
    const { retryAfterSeconds } = answer;
    if (retryAfterSeconds === null || retryAfterSeconds > WAIT_SECONDS_MAX || tries > PATIENCE) return answer;
    await delay(retryAfterSeconds * 1_000);
    if (raw.destroyed) return answer;
  }
}

async function write({ raw }: FastifyReply, line: object): Promise<void> {
  if (!raw.destroyed && !raw.write(`${JSON.stringify(line)}\n`)) await taken(raw);
}

const refuse = (reply: FastifyReply, code: ErrorCode, message?: string) =>
  reply.code(errorCodes[code].status).type("application/json; charset=utf-8").send(errorBody(code, message));
