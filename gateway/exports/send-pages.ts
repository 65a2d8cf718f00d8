import { setTimeout as delay } from "node:timers/promises";
import { limits } from "#contract/limits.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { askAgain, sendAnswer, type Answer } from "../edge/ask-again.ts";
import { errorBody, maskFault } from "../edge/errors.ts";
import { taken } from "../edge/taken.ts";
import type { ExportPlan } from "./export-plan.ts";
import { headerOf, pageOf } from "./export-rows.ts";

/** Media type of an export: a JSON object in each line. */
export const EXPORT_TYPE = "application/x-ndjson";

/** The body of a request for an export: that of any request, whose `after` says where to begin. */
export interface ExportBody {
  readonly documentId?: string;
  readonly query?: string;
  readonly operationName?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** What the pages of one export need. */
export interface SendPagesOptions {
  readonly body: ExportBody;
  readonly plan: ExportPlan;
  /** Aborted when the gateway stops or the client has gone: nothing is waited for any more. */
  readonly ended: AbortSignal;
}

/** How often a page is asked for again while the hub or a budget says to wait. */
const PATIENCE = 5;
const WAIT_SECONDS_MAX = 60;

/**
 * Sends page after page, as `serveExports` promises. A stream whose gateway stops ends without a last line, like a lost
 * connection, so that its client goes on elsewhere.
 * @throws what the gateway throws when it does not even answer the first page
 */
export async function sendPages(
  app: FastifyInstance,
  request: FastifyRequest,
  reply: FastifyReply,
  { body, plan, ended }: SendPagesOptions,
): Promise<void> {
  const given = body.variables ?? {};
  let after = typeof given["after"] === "string" ? given["after"] : null;
  const isWhole = after === null;
  let number = 0;
  const ask = () => {
    const size = plan.takesFirst ? { first: limits.pageSizeMax } : {};
    return askAgain(app, request, { ...body, variables: { ...given, ...size, after } }, number++);
  };

  // What is refused from the first is refused as any other request, at once.
  const first = await ask();
  if (first.status !== 200) {
    await sendAnswer(reply, first);
    return;
  }
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    "content-type": `${EXPORT_TYPE}; charset=utf-8`,
    "cache-control": "no-store",
    "x-request-id": request.id,
  });
  let rows = 0;
  try {
    if (isWhole) await write(reply, { csv: headerOf(plan) });
    // A refusal after which nobody waits any more is no reason for the client to give up.
    for (let answer = first; answer.status === 200 || !ended.aborted; answer = await askPatiently(ask, ended)) {
      const line = lineOf(plan, answer, after);
      await write(reply, line);
      if (!("next" in line)) break;
      rows += line.rows;
      if (line.next === null || ended.aborted) break;
      after = line.next;
    }
  } catch (error) {
    // Nobody else ends a stream that has begun: its client would wait for ever, and a gateway that stops for it.
    if (!ended.aborted) await write(reply, { errors: [maskFault(error, request.log)] });
  }
  const operation = body.documentId ?? body.operationName ?? null;
  request.log.info({ requestId: request.id, operation, purpose: request.headers["x-purpose"], rows }, "export");
  if (!raw.destroyed) raw.end();
}

/**
 * One line of the stream. An answer with errors ends it, for a file with holes would pass for a whole one; so does one
 * without the list, and one that begins where the page before began.
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

/**
 * Asks again while the hub is busy, cannot write its log or a budget is spent, as long as it says and somebody waits
 * for the answer.
 */
async function askPatiently(ask: () => Promise<Answer>, ended: AbortSignal): Promise<Answer> {
  for (let tries = 1; ; tries += 1) {
    const answer = await ask();
    const { retryAfterSeconds } = answer;
    if (retryAfterSeconds === null || retryAfterSeconds > WAIT_SECONDS_MAX || tries > PATIENCE) return answer;
    await delay(retryAfterSeconds * 1_000, undefined, { signal: ended }).catch(() => undefined);
    if (ended.aborted) return answer;
  }
}

async function write({ raw }: FastifyReply, line: object): Promise<void> {
  if (!raw.destroyed && !raw.write(`${JSON.stringify(line)}\n`)) await taken(raw);
}
