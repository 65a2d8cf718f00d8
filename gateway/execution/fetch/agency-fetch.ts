import type { ErrorCode } from "#contract/errors.ts";
import type { CallSignal } from "./hang-up.ts";

/** One call to one process of an agency. */
export interface AgencyRequest {
  readonly agency: string;
  /** Which process of a sharded agency; null for an agency that has one. */
  readonly instance: string | null;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** The GraphQL request as JSON. */
  readonly body: Buffer;
  readonly operation: "query" | "mutation";
  /** Milliseconds left for the call. */
  readonly timeoutMs: number;
  /** Ends the call when nobody waits for its answer any more. */
  readonly signal: CallSignal | undefined;
  /** Whatever the request was executed with as its caller; opaque here, for those who wrap a fetch. */
  readonly caller: unknown;
}

/**
 * Sends a request and answers the body, decompressed.
 * @throws AgencyFailure for everything else, also for a status that cannot carry an answer.
 */
export type AgencyFetch = (request: AgencyRequest) => Promise<Buffer>;

/** A call that brought no answer. */
export class AgencyFailure extends Error {
  override readonly name = "AgencyFailure";
  readonly code: ErrorCode;
  /** Whether the same call may well succeed if it is made again at once. */
  readonly isTransient: boolean;

  constructor(code: ErrorCode, { isTransient = false, cause }: { isTransient?: boolean; cause?: unknown } = {}) {
    super(code, { cause });
    this.code = code;
    this.isTransient = isTransient;
  }
}
