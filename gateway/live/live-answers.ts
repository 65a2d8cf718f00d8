import { createHash } from "node:crypto";
import type { ErrorCode } from "#contract/errors.ts";
import type { Answer } from "../edge/ask-again.ts";
import { errorBody } from "../edge/errors.ts";
import type { EventStream } from "./event-stream.ts";

/** What keeps one stream going. */
export interface LiveAnswersOptions {
  readonly stream: EventStream;
  /** Puts the question once more, as the caller. */
  readonly ask: () => Promise<Answer>;
  /** Whether the caller's token is still good. */
  readonly isWelcome: () => Promise<boolean>;
  /** Id of the answer that the client has already; null when it has none. */
  readonly lastId: string | null;
  readonly beatMs: number;
}

/** One stream at work. */
export interface LiveAnswers {
  /** Asks again, and sends the answer if it is another one. */
  readonly refresh: () => void;
  readonly stop: () => void;
}

/** Statuses by which the gateway says that this caller will not be answered any more. */
const FAREWELLS = new Set([401, 403]);

/** Sends the first answer and from then on those that differ, until the stream ends or the caller is not welcome. */
export function sendLiveAnswers(first: Answer, options: LiveAnswersOptions): LiveAnswers {
  const { stream, ask, isWelcome, beatMs } = options;
  let [lastId, isAsking, isDue] = [options.lastId, false, false];

  const farewell = (body: string) => {
    stream.next("", body);
    stream.complete();
  };
  const send = ({ status, body }: Answer) => {
    if (FAREWELLS.has(status)) return farewell(body);
    // A hub that is busy at the moment is asked again at the next beat.
    isDue ||= status !== 200;
    const id = status === 200 ? answerId(body) : lastId;
    if (id !== null && id !== lastId) stream.next(id, body);
    lastId = id;
  };
  async function refresh(): Promise<void> {
    isDue = true;
    if (isAsking) return;
    isAsking = true;
    try {
      // Answers that nobody reads would pile up here.
      while (isDue && (await stream.hasRoom())) {
        isDue = false;
        const answer = await ask();
        send(answer);
        if (answer.status !== 200) break;
      }
    } catch {
      // The gateway stops and asks itself nothing any more: whoever comes back finds another.
      stream.complete();
    } finally {
      isAsking = false;
    }
  }
  async function beat(): Promise<void> {
    if (!(await isWelcome())) return farewell(JSON.stringify(errorBody("AUTH_TOKEN_INVALID" satisfies ErrorCode)));
    stream.beat();
    if (isDue) await refresh();
  }

  send(first);
  const timer = setInterval(() => void beat(), beatMs);
  return { refresh: () => void refresh(), stop: () => clearInterval(timer) };
}

/** Digest of what an answer says. Figures of cost and ids of incidents are others each time, and say nothing new. */
function answerId(body: string): string {
  const { data, errors = [] } = JSON.parse(body) as {
    data?: unknown;
    errors?: readonly { path?: unknown; extensions?: { code?: unknown; agency?: unknown } }[];
  };
  const faults = errors.map(({ path, extensions }) => [path, extensions?.code, extensions?.agency]);
  return createHash("sha256").update(JSON.stringify([data, faults])).digest("base64url").slice(0, 22);
}
