import { brotliDecompress, gunzip, inflate, type InputType, type ZlibOptions } from "node:zlib";
import { promisify } from "node:util";
import { Pool, type Dispatcher } from "undici";
import { limits } from "#contract/limits.ts";
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
  const poolFor = (origin: string) => {
    const pool = pools.get(origin) ?? new Pool(origin, { connections: CONNECTIONS_MAX, connect: { timeout: 1_000 } });
    pools.set(origin, pool);
    return pool;
  };
  return {
    async fetch(request) {
      const answer = await new Promise<RawAnswer>((resolve, reject) => {
        const { url, headers, body } = request;
        const options: Dispatcher.DispatchOptions = {
          method: "POST",
          path: url.pathname + url.search,
          body,
          headers: {
            ...headers,
            "content-type": "application/json",
            accept: "application/json, application/graphql-response+json",
          },
        };
        poolFor(url.origin).dispatch(options, collectAnswer(request, answerBytesMax, resolve, reject));
      });
      return bodyOf(answer, answerBytesMax);
    },
    close: async () => void (await Promise.all([...pools.values()].map((pool) => pool.destroy()))),
  };
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
  const timer = setTimeout(() => fail(new AgencyFailure("AGENCY_TIMEOUT")), timeoutMs);
  const onAbort = () => fail(new AgencyFailure("AGENCY_TIMEOUT", { cause: signal?.reason }));
  const settle = () => {
    ended = true;
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  };
  const fail = (failure: AgencyFailure) => {
    if (ended) return;
    settle();
    reject(failure);
    controller?.abort(failure);
  };
  if (signal?.aborted) onAbort();
  else signal?.addEventListener("abort", onAbort);

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
