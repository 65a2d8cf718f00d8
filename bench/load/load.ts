/** What one run of load over one server showed. */
export interface Load {
  readonly requests: number;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Bytes of an answer on the wire, headers included, on average. */
  readonly bytesPerAnswer: number;
  /** Answers with a status other than 2xx, or that were not among the expected ones, and connections that failed. */
  readonly wrong: number;
  /** The first answer that was not among the expected ones; undefined when there was none or nobody compared. */
  readonly firstWrong?: string | undefined;
}

/** Headers of a request by name, beside those that every request has. */
export type Headers = Readonly<Record<string, string>>;

/** What to send where. */
export interface LoadOptions {
  readonly url: string;
  /** JSON bodies of POST requests; every connection goes through them from another place on. */
  readonly bodies: readonly string[];
  /** Headers that the bodies are sent with, in turn; nothing beside the usual when absent or empty. */
  readonly callers?: readonly Headers[];
  readonly connections: number;
  readonly seconds: number;
}

/** The value below which the given share of the numbers lies; NaN when there are none. */
export function percentile(numbers: readonly number[], share: number): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** The middle one of the numbers; NaN when there are none. */
export const median = (numbers: readonly number[]): number => percentile(numbers, 0.5);
