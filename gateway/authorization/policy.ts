import type { Caller } from "#contract/caller.ts";

/** What a policy may look at, and nothing else. */
export interface PolicyQuestion {
  /** Who asks; the purpose of the request is in it. */
  readonly caller: Caller;
  /** The place that carries the policy: `Type`, `Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE`. */
  readonly coordinate: string;
  /** Arguments given to the selected field, variables filled in, defaults of the schema not; absent if not given. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** Answers from the question alone whether the caller may: no clock, no network, no memory. */
export type Policy = (question: PolicyQuestion) => boolean;

/** Policies by the name that stands in the schema. */
export type Policies = ReadonlyMap<string, Policy>;
