import type { LocatedError } from "./verify/complete.ts";
import type { Path } from "./verify/faults.ts";

/** An answer; without `data` when the request itself was refused. */
export interface OperationResult {
  readonly data?: object | null;
  readonly errors?: readonly (LocatedError | RequestError)[];
}

/** Why a request was not executed. */
export interface RequestError {
  readonly message: string;
  readonly extensions: {
    readonly code: string;
    readonly agency?: string;
    readonly incidentId?: string;
    readonly retryAfterSeconds?: number;
  };
}

/**
 * An answer of which the first part is there: `data` without what is deferred, and what follows. Names and order are
 * those of incremental delivery as GraphQL.js 17 has it (`incrementalSpec=v0.2`).
 */
export interface PartedResult extends OperationResult {
  readonly pending: readonly PendingPart[];
  /** Ends after the payload whose `hasNext` is false. */
  readonly later: AsyncGenerator<LaterPayload, void>;
}

/** Whether something follows an answer. */
export const isParted = (answer: object): answer is PartedResult => "later" in answer;

/** Announces that more comes of an object that the client has. */
export interface PendingPart {
  readonly id: string;
  /** Where the object stands in the answer. */
  readonly path: Path;
  /** As the client wrote it at `@defer`. */
  readonly label?: string;
}

/** What a client hears after the first part, one or more parts at a time. */
export interface LaterPayload {
  /** Parts that stood deferred in those which this payload brings. */
  readonly pending?: readonly PendingPart[];
  /** Fields for the objects announced, none of which the client has yet. */
  readonly incremental?: readonly { readonly id: string; readonly data: object; readonly errors?: PartErrors }[];
  /** Announced parts of which nothing more comes; with errors where a part as a whole was lost. */
  readonly completed: readonly { readonly id: string; readonly errors?: PartErrors }[];
  readonly hasNext: boolean;
}

/** Errors with places and codes like those of any answer. */
export type PartErrors = readonly { readonly message: string }[];
