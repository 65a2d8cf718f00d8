import type { PlanResult } from "../planning/plan.ts";
import type { Supergraph } from "../planning/supergraph.ts";
import type { Agency } from "./fetch/agencies.ts";
import type { Joiner } from "./fetch/join-calls.ts";

/** What operations are compiled for and executed with. */
export interface OperationSetting {
  readonly supergraph: Supergraph;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly join: Joiner;
  /** What agencies are told of a caller; null for a caller whose calls are never shared. */
  readonly envelopeOf: (caller: unknown) => string | null;
  readonly log: (incident: unknown) => void;
  /**
   * Plans an operation under private names, one document per pass; remembered. The contract's time limit unless
   * given.
   */
  readonly plan: (
    documents: readonly string[],
    overrides: readonly string[],
    timeoutMs?: number,
  ) => Promise<PlanResult>;
  /** Labels of progressive overrides that are on for one request. */
  readonly overrides: () => readonly string[];
}
