import { limits } from "#contract/limits.ts";
import type { RegisteredOperation } from "#contract/registered-operations.ts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { accepts } from "../edge/accepts.ts";
import { askAgain, sendAnswer } from "../edge/ask-again.ts";
import { GRAPHQL_PATH } from "../edge/http-edge.ts";
import { identifyCaller } from "../edge/identify-caller.ts";
import { openPlaces, refuseForWantOfPlace } from "../edge/places.ts";
import { refuseByStatus } from "../edge/send-refusal.ts";
import { refuseStopping, stoppingOf } from "../edge/stopping.ts";
import type { Identity } from "../identity/identity.ts";
import { beginEventStream, EVENT_STREAM_TYPE, type EventStream } from "./event-stream.ts";
import { sendLiveAnswers, type LiveAnswers } from "./live-answers.ts";
import type { ChangeWatch } from "./watch-changes.ts";

/** Where a registered query is answered again whenever its answer has changed. */
const LIVE_PATH = `${GRAPHQL_PATH}/live`;

/** What live queries need of the gateway. */
export interface LiveQueriesOptions {
  readonly operations: readonly RegisteredOperation[];
  /** Null where the gateway asks nobody's name. */
  readonly identity: Identity | null;
  readonly changes: ChangeWatch;
  /** Milliseconds between two beats, at which the token is looked at again. */
  readonly beatMs?: number;
}

/** Below the time after which a silent connection is closed. */
const BEAT_MS = 15_000;

/**
 * Live work lists: `POST /graphql/live` with the id of a registered query and its variables. Whenever an agency says
 * that something has changed, the client's own request is put to the gateway again, with its own token, through the
 * same door as every other: rights, limits, budgets and audit apply each time. An answer leaves when it differs from
 * the one before; its id is a digest of it, so that whoever comes back with `Last-Event-ID`, to whichever gateway, gets
 * the present answer if it is another one. The stream ends with the token.
 */
export function serveLiveQueries(app: FastifyInstance, options: LiveQueriesOptions): void {
  const { operations, identity, changes, beatMs = BEAT_MS } = options;
  const queries = new Set(operations.filter(({ text }) => /^query\b/m.test(text)).map(({ documentId }) => documentId));
  const open = new Set<EventStream>();
  const takePlace = openPlaces({ max: limits.liveStreamsMax, perCallerMax: limits.liveStreamsPerCallerMax });
  const stopping = stoppingOf(app);
  stopping.addEventListener("abort", () => {
    for (const stream of open) stream.complete();
    changes.close();
  });

  app.route({
    method: "POST",
    url: LIVE_PATH,
    onRequest: identity ? [identifyCaller(identity)] : [],
    handler: async (request, reply) => {
      if (!accepts(request.headers.accept, EVENT_STREAM_TYPE))
        return refuseByStatus(reply, "NOT_ACCEPTABLE", NO_STREAM_TAKEN);
      const { documentId } = (request.body ?? {}) as { readonly documentId?: unknown };
      if (!queries.has(String(documentId))) return refuseByStatus(reply, "DOCUMENT_UNKNOWN");
      const givePlaceBack = takePlace(request);
      if (!givePlaceBack) return refuseForWantOfPlace(reply);
      let forget = () => undefined as void;
      const leave = () => {
        givePlaceBack();
        forget();
      };
      let [answers, isBehind]: [LiveAnswers | null, boolean] = [null, false];
      const begin = async () => {
        // Listening comes first: what changes while the first answer is made is asked for again.
        forget = await changes.listen(() => {
          isBehind = true;
          answers?.refresh();
        });
        return askAgain(app, request, request.body, 0);
      };
      // Whatever fails before the stream begins gives the place back; from then on its end does.
      const first = await begin().catch((error: unknown) => {
        // A gateway that stops asks itself nothing any more.
        if (stopping.aborted) return null;
        leave();
        throw error;
      });
      if (first?.status !== 200 || stopping.aborted || reply.raw.closed) {
        leave();
        // Nobody would end a stream that begins now.
        return first === null || stopping.aborted ? refuseStopping(reply) : sendAnswer(reply, first);
      }
      reply.hijack();
      const stream: EventStream = beginEventStream(reply.raw, { "x-request-id": request.id }, () => {
        answers?.stop();
        open.delete(stream);
        leave();
      });
      open.add(stream);
      let asked = 0;
      answers = sendLiveAnswers(first, {
        stream,
        beatMs,
        ask: () => askAgain(app, request, request.body, (asked += 1)),
        isWelcome: async () =>
          identity === null ||
          identity.identify(request.raw.rawHeaders).then(
            () => true,
            () => false,
          ),
        lastId: lastEventId(request),
      });
      if (isBehind) answers.refresh();
      return reply;
    },
  });
}

const NO_STREAM_TAKEN = `A live query is ${EVENT_STREAM_TYPE}, which the Accept header does not name.`;

const lastEventId = ({ headers }: FastifyRequest): string | null => {
  const given = headers["last-event-id"];
  return typeof given === "string" && given !== "" ? given : null;
};
