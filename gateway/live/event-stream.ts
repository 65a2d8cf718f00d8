import type { ServerResponse } from "node:http";
import { taken } from "../edge/taken.ts";

/** Media type of such a stream. */
export const EVENT_STREAM_TYPE = "text/event-stream";

/** A response as a stream of server-sent events, as graphql-sse has them in its distinct connections mode. */
export interface EventStream {
  /** Sends an answer under an id, by which the client may resume. */
  readonly next: (id: string, answer: string) => void;
  /** Keeps proxies and clients from taking silence for the end. */
  readonly beat: () => void;
  /** Says that nothing follows, and ends. */
  readonly complete: () => void;
  /** Waits until the client has taken what was sent. False when the stream is over. */
  readonly hasRoom: () => Promise<boolean>;
}

/** Begins the stream. `onEnd` is called once, whoever ends it. */
export function beginEventStream(
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
  onEnd: () => void,
): EventStream {
  response.writeHead(200, {
    ...headers,
    "content-type": `${EVENT_STREAM_TYPE}; charset=utf-8`,
    "cache-control": "no-store",
    // A proxy that gathers answers would keep events back.
    "x-accel-buffering": "no",
  });
  response.flushHeaders();
  response.once("close", onEnd);
  const isOpen = () => !response.writableEnded && !response.destroyed;
  const write = (text: string) => void (isOpen() && response.write(text));
  return {
    next: (id, answer) => write(`event: next\nid: ${id}\ndata: ${answer}\n\n`),
    beat: () => write(":\n\n"),
    complete: () => void (isOpen() && response.end("event: complete\ndata:\n\n")),
    hasRoom: async () => {
      if (isOpen()) await taken(response);
      return isOpen();
    },
  };
}
