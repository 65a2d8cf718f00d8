import { promisify } from "node:util";
import { brotliDecompress, gunzip } from "node:zlib";
import { limits } from "#contract/limits.ts";
import { Pool, type Dispatcher } from "undici";
import { AgencyFailure, type RawError } from "./agency-errors.ts";

/** An agency's answer as it came: an object with the outer shape of GraphQL, nothing below it checked. */
export interface RawAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly RawError[];
}

/** One call: the JSON text to post, and how long and for whom it is worth waiting. */
interface AgencyCall {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** A way to one address of an agency. */
export interface AgencyClient {
  /** @throws AgencyFailure */
  readonly post: (call: AgencyCall) => Promise<RawAnswer>;
  readonly close: () => Promise<void>;
}

/** Connections kept open to one address; more callers than that wait for their turn within their time. */
const CONNECTIONS_MAX = 64;

/** A client over kept-alive connections that follows no redirect and reads no more than the contract allows. */
export function openAgencyClient(url: string): AgencyClient {
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS_MAX });
  return { post: (call) => post(pool, pathname + search, call), close: () => pool.destroy() };
}

async function post(
  pool: Pool,
  path: string,
  { body, headers: own, timeoutMs, signal }: AgencyCall,
): Promise<RawAnswer> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  const failure = (code: "AGENCY_UNREACHABLE" | "AGENCY_ANSWER_MALFORMED") => (cause: unknown) => {
    if (cause instanceof AgencyFailure) throw cause;
    throw new AgencyFailure(deadline.aborted ? "AGENCY_TIMEOUT" : code, cause);
  };
  const headers = {
    ...own,
    "content-type": "application/json",
    accept: "application/graphql-response+json, application/json",
    "accept-encoding": "gzip, br",
  };
  const answer = await pool
    .request({ method: "POST", path, headers, body, signal: deadline })
    .catch(failure("AGENCY_UNREACHABLE"));
  const text = await readText(answer).catch(failure("AGENCY_ANSWER_MALFORMED"));
  return readAnswer(answer, text);
}

type Unpack = (bytes: Buffer, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const unpackers: ReadonlyMap<string, Unpack> = new Map<string, Unpack>([
  ["gzip", promisify(gunzip)],
  ["br", promisify(brotliDecompress)],
]);

async function readText({ body, headers }: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limits.agencyAnswerBytesMax) throw new AgencyFailure("AGENCY_ANSWER_TOO_LARGE");
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const encoding = String(headers["content-encoding"] ?? "identity");
  if (encoding === "identity") return bytes.toString("utf8");
  const unpack = unpackers.get(encoding);
  if (!unpack)
    throw new AgencyFailure("AGENCY_ANSWER_MALFORMED", new Error(`The encoding ${encoding} was not asked for.`));
  const unpacked = await unpack(bytes, { maxOutputLength: limits.agencyAnswerBytesMax }).catch(
    (cause: NodeJS.ErrnoException) => {
      throw new AgencyFailure(
        cause.code === "ERR_BUFFER_TOO_LARGE" ? "AGENCY_ANSWER_TOO_LARGE" : "AGENCY_ANSWER_MALFORMED",
        cause,
      );
    },
  );
  return unpacked.toString("utf8");
}

/** Whatever the status, a GraphQL answer is one; without it the status says whose fault the lack of it is. */
function readAnswer({ statusCode, headers }: Dispatcher.ResponseData, text: string): RawAnswer {
  const lack = new AgencyFailure(
    statusCode >= 500 ? "AGENCY_FAILED" : "AGENCY_ANSWER_MALFORMED",
    new Error(`status ${statusCode}`),
  );
  const isJson = /^application\/(graphql-response\+)?json\b/.test(String(headers["content-type"]));
  if (!isJson || (statusCode >= 300 && statusCode < 400)) throw lack;
  const answer = parseJson(text, lack);
  if (!isObject(answer)) throw lack;
  const { data, errors } = answer;
  const isAnswer = (isObject(data) || Array.isArray(errors)) && (data == null || isObject(data));
  if (!isAnswer || (errors !== undefined && !(Array.isArray(errors) && errors.every(isObject)))) throw lack;
  return answer as RawAnswer;
}

function parseJson(text: string, lack: AgencyFailure): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw lack;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
