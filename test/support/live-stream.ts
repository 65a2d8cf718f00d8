import { setTimeout as delay } from "node:timers/promises";

/** An event of a live query. */
export interface LiveEvent {
  readonly id: string;
  readonly answer: unknown;
}

/** A live query as a client reads it. */
export interface LiveStream extends AsyncDisposable {
  /** The next answer; waits for it. */
  readonly next: () => Promise<LiveEvent>;
  /** Answers that have come and were not looked at. */
  readonly waiting: () => number;
  /** Beats so far. */
  readonly beats: () => number;
  /** Whether the server has said that nothing follows. */
  readonly isComplete: () => boolean;
}

/** Opens a live query. @throws Error with the status when it is refused */
export async function openStream(
  url: URL,
  { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: object },
): Promise<LiveStream> {
  const gone = new AbortController();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream", ...headers },
    body: JSON.stringify(body),
    signal: gone.signal,
  });
  if (!response.headers.get("content-type")?.startsWith("text/event-stream")) throw new Error(`${response.status}`);
  const events: LiveEvent[] = [];
  let [beats, isComplete] = [0, false];
  let failure: unknown;
  const take = (block: string) => {
    if (block === ":") return void (beats += 1);
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, "m").exec(block)?.[1] ?? "";
    if (field("event") === "complete") return void (isComplete = true);
    events.push({ id: field("id"), answer: JSON.parse(field("data")) });
  };
  const reading = (async () => {
    let text = "";
    // A letter of several bytes may come in two chunks.
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) take(block);
    }
  })().catch((error: unknown) => {
    if (!gone.signal.aborted) failure = error;
  });
  return {
    next: async () => {
      for (const end = Date.now() + 10_000; events.length === 0 && Date.now() < end; ) await delay(10);
      const event = events.shift();
      if (!event) throw new Error("no answer has come for ten seconds", { cause: failure });
      return event;
    },
    waiting: () => events.length,
    beats: () => beats,
    isComplete: () => isComplete,
    [Symbol.asyncDispose]: async () => {
      gone.abort();
      await reading;
    },
  };
}
