import { Agent, request, type IncomingMessage } from "node:http";

/** A request as it goes on the wire. */
export interface Shot {
  readonly method?: string;
  /** Beside the address of GraphQL: other path or query. */
  readonly path?: string;
  /** Names and values in turn, in their order, repetitions too. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
}

/** What came back. */
export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
  /** The body as GraphQL; empty when it is none. */
  readonly json: {
    readonly data?: Record<string, unknown> | null;
    readonly errors?: readonly {
      readonly message: string;
      readonly path?: readonly (string | number)[];
      readonly extensions?: Readonly<Record<string, unknown>>;
    }[];
    readonly extensions?: unknown;
  };
  /** Code of the first error. */
  readonly code: unknown;
}

/** Nobody may wait longer than this for any answer. */
const PATIENCE_MS = 10_000;

/** Sends a request on a connection of its own, or on the agent's, and reads whatever comes back. */
export function send(url: string, { method = "POST", path, headers = [], body }: Shot, agent?: Agent): Promise<Reply> {
  const target = new URL(url);
  return new Promise((resolve, reject) => {
    const length = body === undefined ? [] : ["content-length", String(Buffer.byteLength(body))];
    const outgoing = request(
      target,
      {
        method,
        agent: agent ?? false,
        headers: ["host", target.host, ...headers, ...length],
        timeout: PATIENCE_MS,
        // A path that is to be refused for its form must arrive as it is.
        ...(path !== undefined && { path }),
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          const json = parsed(text);
          const code = json.errors?.[0]?.extensions?.["code"];
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json, code });
        });
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error(`No answer within ${PATIENCE_MS} ms.`)));
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function parsed(text: string): Reply["json"] {
  try {
    return (JSON.parse(text) as Reply["json"] | null) ?? {};
  } catch {
    return {};
  }
}
