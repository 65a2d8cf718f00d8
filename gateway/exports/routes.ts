import type { ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import type { RegisteredOperation } from "#contract/registered-operations.ts";
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from "fastify";
import { GraphQLError } from "graphql";
import { COST_HEADER } from "../budgets/hold-to-budget.ts";
import { accepts } from "../edge/accepts.ts";
import type { TakeTurn } from "../edge/admission.ts";
import { GRAPHQL_PATH } from "../edge/http-edge.ts";
import { openPlaces, refuseForWantOfPlace } from "../edge/places.ts";
import { refuseByStatus } from "../edge/send-refusal.ts";
import { refuseStopping, stoppingOf } from "../edge/stopping.ts";
import { excessOf } from "../operations/document-size.ts";
import { NotExportable, planExport, type ExportPlan } from "./export-plan.ts";
import { EXPORT_TYPE, sendPages, type ExportBody } from "./send-pages.ts";

/** Where a list is answered page after page until its end. */
const EXPORT_PATH = `${GRAPHQL_PATH}/export`;

/** What exports need of the gateway. */
export interface ExportOptions {
  readonly operations: readonly RegisteredOperation[];
  /** Who asks, and whether they may ask any more: to begin costs a request, like each page. */
  readonly before: readonly onRequestAsyncHookHandler[];
  /** Planning waits for its turn like all expensive work; the pages take turns of their own. */
  readonly takeTurn: TakeTurn;
}

/** Why nothing is exported. */
interface Refusal {
  readonly code: ErrorCode;
  readonly message?: string;
}

/**
 * Long lists as lines of JSON: `POST /graphql/export` with an operation that pages by `$after`. The first line holds
 * the head of a CSV file, each further one the rows of a page, the cursor behind them and the total where it was asked
 * for, the last one `done` or why it stopped. A stream that ends with neither was cut off, by the network or because
 * the gateway stops: ask again with the last cursor as `after` and get the rest, without the head. Every page goes
 * through the same door as any other request, so that rights, budgets and audit hold for each and a token that ends,
 * ends the export; nothing is kept here. A page waits until the client has taken the one before, and for a budget, a
 * turn or the audit log as long as the gateway says; the first one waits for nothing and is refused at once.
 */
export function serveExports(app: FastifyInstance, { operations, before, takeTurn }: ExportOptions): void {
  const texts = new Map(operations.map(({ documentId, text }) => [documentId, text]));
  const takePlace = openPlaces({ max: limits.exportsMax, perCallerMax: limits.exportsPerCallerMax });
  const stopping = stoppingOf(app);

  const serve = async (request: FastifyRequest, reply: FastifyReply, text: string) => {
    const body = request.body as ExportBody;
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    try {
      const plan = await planInTurn(text, body.operationName, takeTurn);
      if ("code" in plan) return refuseByStatus(reply, plan.code, plan.message);
      await sendPages(app, request, reply, { body, plan, ended: AbortSignal.any([stopping, gone.signal]) });
      return reply;
    } catch (error) {
      // A gateway that stops asks itself nothing any more.
      if (!stopping.aborted) throw error;
      return refuseStopping(reply);
    }
  };
  app.route({
    method: "POST",
    url: EXPORT_PATH,
    onRequest: [...before],
    handler: async (request, reply) => {
      const unmet = unmetWish(request);
      if (unmet) return refuseByStatus(reply, unmet.code, unmet.message);
      const body = (request.body ?? {}) as ExportBody;
      const text = body.query ?? texts.get(body.documentId ?? "");
      if (text === undefined) return refuseByStatus(reply, "DOCUMENT_UNKNOWN");
      if (typeof text !== "string") return refuseByStatus(reply, "BAD_REQUEST");
      const excess = excessOf(text);
      if (excess) return refuseByStatus(reply, excess.code, excess.message);
      const givePlaceBack = takePlace(request);
      if (!givePlaceBack) return refuseForWantOfPlace(reply);
      return serve(request, reply, text).finally(givePlaceBack);
    },
  });
}

/** What a request wishes that no export gives; null when it wishes nothing else. */
function unmetWish({ headers }: FastifyRequest): Refusal | null {
  if (!accepts(headers.accept, EXPORT_TYPE))
    return { code: "NOT_ACCEPTABLE", message: `An export is ${EXPORT_TYPE}, which the Accept header does not name.` };
  if (headers[COST_HEADER] === undefined) return null;
  return {
    code: "BAD_REQUEST",
    message: `An export tells no cost: ask ${GRAPHQL_PATH} with ${COST_HEADER} what a page costs.`,
  };
}

async function planInTurn(
  text: string,
  operationName: string | undefined,
  takeTurn: TakeTurn,
): Promise<ExportPlan | Refusal> {
  const leave = await takeTurn();
  if (!leave) return { code: "HUB_OVERLOADED" };
  try {
    return planExport(text, operationName);
  } catch (error) {
    if (error instanceof NotExportable) return { code: "BAD_REQUEST", message: error.message };
    // What the parser says of a text repeats some of it.
    if (error instanceof GraphQLError) return { code: "GRAPHQL_PARSE_FAILED" };
    throw error;
  } finally {
    leave();
  }
}
