import type { Variables } from "../cost/amount.ts";
import type { OperationCost } from "../cost/operation-cost.ts";
import type { OperationResult, PartErrors } from "./answers.ts";
import type { CallSignal } from "./fetch/hang-up.ts";
import type { ExecutionRecord } from "./run/execution.ts";

/** One request for an operation. */
export interface OperationRequest {
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  /** Aborted when the client hangs up. */
  readonly signal?: CallSignal | undefined;
  /** Moment of `performance.now()` by which the answer must be there; the contract's limit from now when absent. */
  readonly deadline?: number | undefined;
  /** Who asks; opaque here, handed to whoever wraps a fetch. */
  readonly caller?: unknown;
  /** Where to note what the execution touches. */
  readonly record?: ExecutionRecord | undefined;
  /**
   * Asked before the first fetch, with the operation's cost and coerced variables; what it answers is the answer in
   * place of executing, and null lets the operation go on. What costs too much in parts is asked for once more, whole.
   */
  readonly admit?: ((cost: OperationCost, variables: Variables) => OperationResult | null) | undefined;
  /** Whether the client takes an answer in parts; what is deferred may then follow. */
  readonly takesParts?: boolean | undefined;
  /** Stands around each part that follows; they are executed for this request when absent. */
  readonly accountPart?: AccountPart | undefined;
}

/**
 * Stands around the execution of a part that follows the first: executes it for the request given, or answers in its
 * stead, then without data.
 */
export type AccountPart = <Answer extends OperationResult>(
  execute: (request: Pick<OperationRequest, "record">) => Promise<Answer>,
) => Promise<Answer | { readonly errors: PartErrors }>;
