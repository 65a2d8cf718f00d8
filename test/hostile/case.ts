import type { Impersonation } from "../support/hub.ts";
import type { Reply, Shot } from "./send.ts";

/** One hostile request, or several of a kind, and what must come of each. */
export interface HostileCase {
  /** Number in the catalogue of cases. */
  readonly id: string;
  readonly title: string;
  readonly shots: readonly Shot[];
  /** Who sends it; an officer with rights unless told. */
  readonly as?: Impersonation;
  /** Statuses that may come back. */
  readonly status: readonly number[];
  /** Codes of the first error; absent where no error is expected. */
  readonly codes?: readonly string[];
  /** What else must hold of each answer; throws when it does not. */
  readonly check?: (reply: Reply) => void;
}

/** Headers of an ordinary request, whose status says what became of it. */
export const json = ["content-type", "application/json", "accept", "application/graphql-response+json"];

/** An ordinary request for a document. */
export const ask = (query: string, variables?: object, headers: readonly string[] = []): Shot => ({
  headers: [...json, ...headers],
  body: JSON.stringify({ query, ...(variables && { variables }) }),
});

/** A request whose body is not what an ordinary client would write. */
export const raw = (body: string | Buffer, headers: readonly string[] = json): Shot => ({ headers, body });
