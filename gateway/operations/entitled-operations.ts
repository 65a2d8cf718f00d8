import type { Caller } from "#contract/caller.ts";
import type { DocumentNode, GraphQLSchema } from "graphql";
import { LRUCache } from "lru-cache";
import { completeAnswer } from "../authorization/complete-answer.ts";
import { compileRights } from "../authorization/compile-rights.ts";
import { filterOperation, type FilteredOperation } from "../authorization/filter-operation.ts";
import type { Rules } from "../authorization/read-rules.ts";
import { refuse } from "../edge/errors.ts";
import type { PartedResult } from "../execution/answers.ts";
import type { AccountPart } from "../execution/operation-request.ts";
import type { Engine } from "../execution/engine.ts";
import type { Operation } from "../execution/operation.ts";
import type { OperationRequest } from "../execution/operation-request.ts";
import { WRONG_TYPE, wrongValues } from "../execution/wrong-values.ts";
import type { PersonRules } from "../planning/person-rules.ts";
import type { Accounting, EntitledResult } from "./accounting.ts";

/** An operation that asks of the agencies only what its caller may know. */
export interface EntitledOperation {
  readonly supergraphId: string;
  readonly execute: (caller: Caller | null, request: OperationRequest) => Promise<EntitledResult>;
  /** The same, or where nothing unexpected happens the bytes of the response, or the first of several parts. */
  readonly respond: (
    caller: Caller | null,
    request: OperationRequest,
  ) => Promise<Buffer | EntitledResult | PartedResult>;
}

/** How what operations ask is accounted for: an answer that leaves whole or its first part, and each part after it. */
export interface Accounts {
  readonly answer: Accounting;
  readonly part: Accounting;
}

/** The graph in force: what callers see of it, and what it asks of them. */
export interface GuardedGraph {
  readonly schema: GraphQLSchema;
  readonly rules: Rules;
  readonly persons: PersonRules;
}

/** Groups of equal rights for which an operation stays planned. */
const VARIANTS_MAX = 20;

/**
 * Compiles a validated operation. What a caller may not ask for is taken out before anything is planned; callers of
 * equal rights share a plan. Whatever is asked about people is accounted for.
 * @throws LIMIT_SELECTIONS_EXCEEDED
 */
export function entitledOperation(
  document: DocumentNode,
  operationName: string | null | undefined,
  { schema, rules, persons }: GuardedGraph,
  engine: Pick<Engine, "prepare" | "supergraphId">,
  accounts: Accounts,
): EntitledOperation {
  const rights = compileRights(document, operationName ?? undefined, schema, rules);
  const variants = new LRUCache<string, Operation>({ max: VARIANTS_MAX });
  const supergraphId = engine.supergraphId();

  const variantFor = ({ allowedSet, document: left }: FilteredOperation): Operation | null => {
    const known = variants.get(allowedSet);
    if (known || left === null) return known ?? null;
    const operation = engine.prepare(left, operationName);
    variants.set(allowedSet, operation);
    return operation;
  };

  async function execute(filtered: FilteredOperation, request: OperationRequest): Promise<EntitledResult> {
    // A policy denies a value that is missing or of another type too: its sender should hear of the value.
    if (filtered.errors.length > 0) {
      const wrong = wrongValues(rights.operation.variableDefinitions ?? [], request.variables ?? {}, schema);
      if (wrong.length > 0) return { errors: [refuse("BAD_USER_INPUT", `${wrong.join(", ")}: ${WRONG_TYPE}`)] };
    }
    if (filtered.isRefused) return { errors: filtered.errors };
    const result = await variantFor(filtered)?.execute(request);
    if (result && result.data === undefined) return result;
    const errors = [...filtered.errors, ...(result?.errors ?? [])];
    const data = completeAnswer(filtered, (result?.data ?? null) as Record<string, unknown> | null);
    return errors.length > 0 ? { errors, data } : { data };
  }

  const filterFor = (caller: Caller | null, { variables }: OperationRequest) =>
    filterOperation(rights, caller, variables ?? {});
  return {
    supergraphId,
    execute: async (caller, request) => {
      const filtered = filterFor(caller, request);
      return accounts.answer({ filtered, caller, request, persons }, (accounted) => execute(filtered, accounted));
    },
    respond: async (caller, request) => {
      const filtered = filterFor(caller, request);
      const whole = filtered.errors.length === 0 ? variantFor(filtered) : null;
      const entitled = { filtered, caller, request, persons };
      const accountPart: AccountPart = (run) => accounts.part(entitled, run);
      return accounts.answer<Buffer | EntitledResult | PartedResult>(entitled, (accounted) => {
        // An answer that lacks something leaves whole.
        if (!whole) return execute(filtered, accounted);
        return whole.respond(request.takesParts ? { ...accounted, accountPart } : accounted);
      });
    },
  };
}
