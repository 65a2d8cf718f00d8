import { errorCodes } from "#contract/errors.ts";
import type { AuditLog, IntendedAccess } from "../audit/audit-log.ts";
import type { IntentFacts, OutcomeFacts } from "../audit/facts.ts";
import { AuditUnavailable } from "../audit/writer.ts";
import type { CompiledRights } from "../authorization/compile-rights.ts";
import type { FilteredOperation } from "../authorization/filter-operation.ts";
import type { CostAccount } from "../cost/cost-account.ts";
import { refuse } from "../edge/errors.ts";
import type { OperationRequest } from "../execution/operation-request.ts";
import type { ExecutionRecord } from "../execution/run/execution.ts";
import type { Accounting, EntitledRequest, EntitledResult, Refused } from "./accounting.ts";
import { askedPersons, type AskedPersons } from "./asked-persons.ts";

/** Who sent a request, as far as the log tells. */
interface AuditedOrigin {
  readonly requestId: string;
  readonly address: string;
  readonly cost: Pick<CostAccount, "estimate">;
}

/**
 * Writes an entry before anything about people is fetched, and one before the answer leaves; also for what is refused.
 * Where no entry can be written nothing is fetched and nothing leaves. Operations that ask nothing about people pass.
 */
export function auditAccesses(log: AuditLog, isRegistered: (operationId: string) => boolean): Accounting {
  const known = new WeakMap<CompiledRights, AskedPersons>();
  return async (entitled, execute) => {
    const { filtered, request, persons } = entitled;
    const asked = known.get(filtered.compiled) ?? askedPersons(filtered.compiled, persons);
    known.set(filtered.compiled, asked);
    if (!asked.isAny) return execute(request);
    try {
      const access = await log.intend(intentOf(entitled, asked, isRegistered(asked.id)));
      return await executeWithin(access, entitled, execute);
    } catch (error) {
      if (error instanceof AuditUnavailable) return UNAVAILABLE;
      throw error;
    }
  };
}

const UNAVAILABLE: Refused = {
  errors: [refuse("AUDIT_UNAVAILABLE", errorCodes.AUDIT_UNAVAILABLE.en)],
};

async function executeWithin<Answer extends Buffer | EntitledResult>(
  access: IntendedAccess,
  { filtered, request }: EntitledRequest,
  execute: (request: OperationRequest) => Promise<Answer>,
): Promise<Answer> {
  const record: ExecutionRecord = { persons: [], agencies: [] };
  const startedAt = performance.now();
  const conclude = (facts: Pick<OutcomeFacts, "decision" | "codes" | "bytes">) =>
    access.conclude({
      ...facts,
      persons: record.persons,
      durationMs: Math.round((performance.now() - startedAt) * 1_000) / 1_000,
      cost: (request.caller as AuditedOrigin).cost.estimate(),
      agencies: countsOf(record.agencies),
    });
  try {
    const answer = await execute({ ...request, record });
    await conclude(outcomeOf(answer, filtered));
    return answer;
  } catch (error) {
    // What is not answered was fetched all the same; without an outcome the log says that it is not known.
    if (!(error instanceof AuditUnavailable)) await conclude({ decision: "FAILED", codes: ["INTERNAL"], bytes: null });
    throw error;
  }
}

function intentOf(
  { filtered, caller, request }: EntitledRequest,
  asked: AskedPersons,
  isRegistered: boolean,
): IntentFacts {
  const { requestId, address } = request.caller as AuditedOrigin;
  return {
    request: requestId,
    caller: {
      issuer: caller?.issuer ?? "",
      person: caller?.subject ?? "",
      organization: caller?.organization ?? "",
      session: caller?.tokenId ?? "",
      address,
    },
    purpose: caller?.purpose ?? null,
    operation: {
      id: asked.id,
      isRegistered,
      type: filtered.compiled.operation.operation === "mutation" ? "mutation" : "query",
    },
    allowed: asked.allowed(filtered),
    denied: asked.denied(filtered),
    arguments: asked.sensitive(filtered.variables),
    persons: asked.named(filtered.variables),
  };
}

function outcomeOf(answer: Buffer | EntitledResult, { document }: FilteredOperation) {
  if (Buffer.isBuffer(answer)) return { decision: "ANSWERED", codes: [], bytes: answer.length } as const;
  const codes = (answer.errors ?? []).map(({ extensions }) => String(extensions?.["code"]));
  const decision = document === null ? "DENIED" : answer.data === undefined ? "FAILED" : "ANSWERED";
  return { decision, codes: [...new Set(codes)], bytes: null } as const;
}

const countsOf = (agencies: readonly string[]) => {
  const counts: Record<string, number> = {};
  for (const agency of agencies) counts[agency] = (counts[agency] ?? 0) + 1;
  return counts;
};
