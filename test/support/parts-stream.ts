/** An answer in parts, as it arrives. */
export interface PartsStream {
  readonly status: number;
  readonly type: string | null;
  /** The next part as soon as it is whole; null behind the last. */
  readonly next: () => Promise<Record<string, unknown> | null>;
  /** All that has not been read yet. */
  readonly rest: () => Promise<readonly Record<string, unknown>[]>;
  /** Hangs up. */
  readonly leave: () => void;
}

/** What a client sends that takes parts in their present form. */
export const ACCEPT_PARTS = "multipart/mixed;incrementalSpec=v0.2,application/graphql-response+json;q=0.9";

const HEAD = "\r\ncontent-type: application/json; charset=utf-8\r\n\r\n";
const BOUNDARY = "\r\n---";

/** Asks a gateway for an answer in parts and reads it strictly, boundary by boundary. */
export async function openParts(
  url: string,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<PartsStream> {
  const hangUp = new AbortController();
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: ACCEPT_PARTS, ...headers },
    body: JSON.stringify(body),
    signal: hangUp.signal,
  });
  if (!response.body) throw new Error("The answer has no body.");
  const chunks = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const upTo = async (boundary: string) => {
    while (!text.includes(boundary)) {
      const { value, done } = await chunks.read();
      if (done) throw new Error(`The answer ends in ${JSON.stringify(text)}.`);
      text += value;
    }
    const before = text.slice(0, text.indexOf(boundary));
    text = text.slice(before.length + boundary.length);
    return before;
  };
  let begun = false;
  const next = async () => {
    if (!begun) await upTo(BOUNDARY);
    begun = true;
    if ((await startsWith("--\r\n")) && (await chunks.read()).done) return null;
    const part = await upTo(BOUNDARY);
    if (!part.startsWith(HEAD)) throw new Error(`A part begins with ${JSON.stringify(part.slice(0, HEAD.length))}.`);
    return JSON.parse(part.slice(HEAD.length)) as Record<string, unknown>;
  };
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    next,
    rest: async () => {
      const parts: Record<string, unknown>[] = [];
      for (let part = await next(); part; part = await next()) parts.push(part);
      return parts;
    },
    leave: () => hangUp.abort(),
  };

  async function startsWith(start: string): Promise<boolean> {
    while (text.length < start.length && start.startsWith(text)) {
      const { value, done } = await chunks.read();
      if (done) break;
      text += value;
    }
    return text.startsWith(start);
  }
}
