/** How far an export has come. */
export interface ExportProgress {
  readonly rows: number;
  /** Items of the whole list; null where the operation does not ask for `totalCount`. */
  readonly total: number | null;
}

/** A question as the console asks it. */
export interface ExportQuestion {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What the exporting needs of the page. */
export interface ExportOptions {
  /** The caller's headers of now; null while nobody has signed in. */
  readonly headers: () => Promise<Record<string, string> | null>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ExportProgress) => void;
  /** Milliseconds before a lost connection is taken up again; 2,000 unless told. */
  readonly pauseMs?: number;
}

/** Why an export ended before its list: the codes of the hub, or the status. */
export class ExportStopped extends Error {}

/** A hub that has no time at the moment, or is being started anew, or a budget that is spent. */
class AskLater extends ExportStopped {
  /** Milliseconds until the hub wants to be asked again; 0 where it does not say. */
  readonly waitMs: number;

  constructor(reason: string, { headers }: Response) {
    super(reason);
    this.waitMs = Number(headers.get("retry-after")) * 1_000 || 0;
  }
}

const LATER: ReadonlySet<number> = new Set([429, 503]);

interface Line {
  readonly csv?: string;
  readonly rows?: number;
  readonly next?: string | null;
  readonly total?: number | null;
  readonly done?: true;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

/** Connections that may be lost one after the other without a row between them. */
const LOSSES_MAX = 10;

/**
 * The whole list of a paging question as a CSV file. A lost connection is taken up again behind the last row.
 * @throws ExportStopped when the hub refuses, and what the signal says when it is aborted
 */
export async function exportList(question: ExportQuestion, options: ExportOptions): Promise<Blob> {
  const { signal, onProgress, pauseMs = 2_000 } = options;
  const parts: string[] = [];
  let [after, rows, losses, isDone] = [question.variables["after"] ?? null, 0, 0, false];
  while (!isDone) {
    try {
      for await (const line of linesOf({ ...question, variables: { ...question.variables, after } }, options)) {
        if (line.errors) throw new ExportStopped(codesOf(line.errors));
        if (line.csv !== undefined) parts.push(line.csv);
        if (line.rows === undefined) continue;
        rows += line.rows;
        losses = 0;
        after = line.next ?? after;
        isDone = line.done === true;
        onProgress({ rows, total: line.total ?? null });
      }
      if (!isDone) throw new TypeError("The connection was lost.");
    } catch (error) {
      // What has begun is worth waiting for.
      const waitMs = error instanceof AskLater && rows > 0 ? error.waitMs : null;
      const isStopped = error instanceof ExportStopped && waitMs === null;
      if (signal.aborted || isStopped || ++losses > LOSSES_MAX) throw error;
      await pause(Math.max(pauseMs, waitMs ?? 0), signal);
    }
  }
  return new Blob(parts, { type: "text/csv;charset=utf-8" });
}

/** Waits, or until nobody waits any more. */
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });

const codesOf = (errors: NonNullable<Line["errors"]>): string =>
  [...new Set(errors.map(({ extensions }) => extensions?.code ?? "?"))].join(", ");

async function* linesOf(question: ExportQuestion, { headers, signal }: ExportOptions): AsyncGenerator<Line> {
  const response = await fetch("/graphql/export", {
    method: "POST",
    headers: { "content-type": "application/json", ...(await headers()) },
    body: JSON.stringify(question),
    signal,
  });
  if (!response.ok || !response.body) {
    const { errors = [] } = (await response.json().catch(() => ({}))) as Line;
    const reason = codesOf(errors) || String(response.status);
    throw LATER.has(response.status) ? new AskLater(reason, response) : new ExportStopped(reason);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    const lines = (rest + read.value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line) as Line;
  }
}
