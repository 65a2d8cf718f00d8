import { separateOperations, type DocumentNode } from "graphql";
import { limits } from "#contract/limits.ts";
import { createPlanCache } from "../planning/plan-cache.ts";
import { startPlannerPool, type PlannerPool } from "../planning/planner-pool.ts";
import { loadSupergraph, type Supergraph } from "../planning/supergraph.ts";
import { openAgency } from "./fetch/agencies.ts";
import type { Joiner } from "./fetch/join-calls.ts";
import type { EngineOptions } from "./engine-options.ts";
import { compileOperation } from "./operation.ts";
import type { OperationSetting } from "./operation-setting.ts";

/** One supergraph in service: operations prepared for it keep it as long as they are used. */
export interface Generation {
  readonly setting: OperationSetting;
  readonly pool: PlannerPool;
}

/** Planning ahead may take longer than planning while a client waits. */
const WARM_UP_TIMEOUT_MS = 10_000;

/** Starts generations that share one plan cache. The start @throws when a supergraph or an address is not valid. */
export function generationsWith(options: EngineOptions, join: Joiner): (supergraphSdl: string) => Generation {
  const { log = () => undefined, agencies: addresses = {}, isOverrideOn } = options;
  const { timeoutMsOf = () => undefined, envelopeOf = () => null } = options;
  const cache = createPlanCache();
  return (supergraphSdl) => {
    const supergraph = loadSupergraph(supergraphSdl);
    options.check?.(supergraph);
    const agencies = new Map(
      [...supergraph.agencies].map(([name, url]) => {
        const timeoutMs = timeoutMsOf(name);
        const address = addresses[name] ?? { url };
        return [name, openAgency(name, timeoutMs === undefined ? address : { timeoutMs, ...address })];
      }),
    );
    const pool = startPlannerPool(supergraph.sdl);
    const plan: OperationSetting["plan"] = (documents, overrides, timeoutMs = limits.planningTimeoutMs) => {
      const key = { supergraphId: supergraph.id, documents, overrides };
      return cache.get(key, () => pool.plan({ documents, overrides }, timeoutMs));
    };
    return {
      pool,
      setting: {
        supergraph,
        agencies,
        join,
        envelopeOf,
        log,
        plan,
        overrides: overridesOf(supergraph, isOverrideOn),
      },
    };
  };
}

/** Plans ahead of a switch; an operation that the new supergraph has no place for is left to its callers. */
export async function warm({ setting }: Generation, documents: readonly DocumentNode[]): Promise<void> {
  const patient: OperationSetting = {
    ...setting,
    plan: (documents, overrides) => setting.plan(documents, overrides, WARM_UP_TIMEOUT_MS),
  };
  for (const document of documents) {
    for (const operation of Object.values(separateOperations(document)))
      await compileOperation(operation, patient).prepare();
  }
}

function overridesOf({ overrideLabels }: Supergraph, isOn = isWithinPercent): () => readonly string[] {
  return overrideLabels.length === 0 ? () => [] : () => overrideLabels.filter(isOn);
}

/** `percent(N)` is on for N of a hundred requests; other labels are off unless somebody decides them. */
function isWithinPercent(label: string): boolean {
  const percent = /^percent\((\d{1,3}(?:\.\d+)?)\)$/.exec(label)?.[1];
  return percent !== undefined && Math.random() * 100 < Number(percent);
}
