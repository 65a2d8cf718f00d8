import { brotliDecompress, gunzip, inflate, type InputType, type ZlibOptions } from "node:zlib";
import { promisify } from "node:util";
import { Pool, type Dispatcher } from "undici";
import { limits } from "#contract/limits.ts";
import { expireAfter } from "./deadlines.ts";
import { AgencyFailure, type AgencyFetch, type AgencyRequest } from "./agency-fetch.ts";

/** Open connections to agencies, kept alive between calls. */
interface HttpTransport {
  readonly fetch: AgencyFetch;
  readonly close: () => Promise<void>;
}

/** Connections to one process of an agency; more would only wait for its database. */
const CONNECTIONS_MAX = 64;

type Decompress = (body: InputType, options: ZlibOptions) => Promise<Buffer>;
const decompressors: Readonly<Record<string, Decompress>> = {
  gzip: promisify<InputType, ZlibOptions, Buffer>(gunzip),
  deflate: promisify<InputType, ZlibOptions, Buffer>(inflate),
  br: promisify<InputType, ZlibOptions, Buffer>(brotliDecompress),
};

/** HTTP over undici. Redirects are refused; answers are bounded in time and, counted after decompression, in bytes. */
export function openHttpTransport(answerBytesMax: number = limits.agencyAnswerBytesMax): HttpTransport {
  const pools = new Map<string, Pool>();
  // Taking an URL apart costs more than looking it up.
  const targets = new WeakMap<URL, Target>();
  const targetOf = (url: URL): Target => {
    const { origin, pathname, search } = url;
    const pool = pools.get(origin) ?? new Pool(origin, { connections: CONNECTIONS_MAX, connect: { timeout: 1_000 } });
    pools.set(origin, pool);
    const target = { pool, path: pathname + search };
    targets.set(url, target);
    return target;
  };
  return {
    async fetch(request) {
      const answer = await new Promise<RawAnswer>((resolve, reject) => {
        const { url, headers, body } = request;
        const { pool, path } = targets.get(url) ?? targetOf(url);
        const options: Dispatcher.DispatchOptions = {
          method: "POST",
          path,
          body,
          headers: {
            ...headers,
            "content-type": "application/json",
            accept: "application/json, application/graphql-response+json",
          },
        };
        pool.dispatch(options, collectAnswer(request, answerBytesMax, resolve, reject));
      });
      return bodyOf(answer, answerBytesMax);
    },
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.destroy()))),
  };
}

interface Target {
  readonly pool: Pool;
  readonly path: string;
}

interface RawAnswer {
  readonly status: number;
  readonly encoding: string;
  readonly bytes: Buffer;
}

function collectAnswer(
  { timeoutMs, signal }: AgencyRequest,
  bytesMax: number,
  resolve: (answer: RawAnswer) => void,
  reject: (failure: AgencyFailure) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let [size, status, encoding] = [0, 0, ""];
  let controller: Dispatcher.DispatchController | undefined;
  let ended = false;
  const timeOut = () => fail(new AgencyFailure("AGENCY_TIMEOUT"));
  const callOff = expireAfter(timeoutMs, timeOut);
  const settle = () => {
    ended = true;
    callOff();
  };
  const fail = (failure: AgencyFailure) => {
    if (ended) return;
    settle();
    reject(failure);
    controller?.abort(failure);
  };
  if (signal?.aborted) timeOut();
  else signal?.addEventListener("abort", timeOut);

  return {
    onRequestStart(started) {
      controller = started;
      // The deadline may pass while a call still waits for a connection.
      if (ended) started.abort(new AgencyFailure("AGENCY_TIMEOUT"));
    },
    onResponseStart(_, statusCode, headers) {
      status = statusCode;
      encoding = String(headers["content-encoding"] ?? "");
      if (Number(headers["content-length"] ?? 0) > bytesMax) fail(new AgencyFailure("AGENCY_ANSWER_TOO_LARGE"));
    },
    onResponseData(_, chunk) {
      size += chunk.length;
      if (size > bytesMax) return fail(new AgencyFailure("AGENCY_ANSWER_TOO_LARGE"));
      chunks.push(chunk);
    },
    onResponseEnd() {
      if (ended) return;
      settle();
      resolve({ status, encoding, bytes: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) });
    },
    onResponseError: (_, cause) => fail(new AgencyFailure("AGENCY_UNREACHABLE", { isTransient: true, cause })),
  };
}

async function bodyOf({ status, encoding, bytes }: RawAnswer, bytesMax: number): Promise<Buffer> {
  if (status >= 500)
    throw new AgencyFailure("AGENCY_FAILED", { isTransient: status === 502 || status === 503 || status === 504 });
  // A redirect would carry the caller's data to whoever the agency names.
  if (status >= 300 && status < 400) throw new AgencyFailure("AGENCY_ANSWER_MALFORMED");
  if (encoding === "" || encoding === "identity") return bytes;
  const decompress = Object.hasOwn(decompressors, encoding) ? decompressors[encoding] : undefined;
  if (!decompress) throw new AgencyFailure("AGENCY_ANSWER_MALFORMED");
  return decompress(bytes, { maxOutputLength: bytesMax }).catch((cause: NodeJS.ErrnoException) => {
    throw new AgencyFailure(
      cause.code === "ERR_BUFFER_TOO_LARGE" ? "AGENCY_ANSWER_TOO_LARGE" : "AGENCY_ANSWER_MALFORMED",
      { cause },
    );
  });
}
