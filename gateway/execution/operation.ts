import { randomUUID } from "node:crypto";
import type { DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";
import { limits } from "#contract/limits.ts";
import type { Variables } from "../cost/amount.ts";
import type { OperationCost } from "../cost/operation-cost.ts";
import { conditionVariables, type Conditions } from "../planning/conditions.ts";
import type { PlanRefusal, PlanResult } from "../planning/plan.ts";
import { clearVariables, withClearNames } from "../planning/reserved-variables.ts";
import type { Supergraph } from "../planning/supergraph.ts";
import { compileCoercion } from "./coerce-variables.ts";
import { compileVariant, operationOf, type Variant } from "./compile/compile-variant.ts";
import type { Agency } from "./fetch/agencies.ts";
import type { CallSignal } from "./fetch/hang-up.ts";
import type { Joiner } from "./fetch/join-calls.ts";
import { rememberGrants } from "./fetch/remember-grants.ts";
import type { Execution, ExecutionRecord } from "./run/execution.ts";
import { runVariant } from "./run/run-variant.ts";
import { runSplice } from "./splice/run-splice.ts";
import type { Completed, LocatedError } from "./verify/complete.ts";
import { blankObject } from "./verify/data-tree.ts";
import { WRONG_TYPE } from "./wrong-values.ts";

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
   * place of executing, and null lets the operation go on.
   */
  readonly admit?: ((cost: OperationCost, variables: Variables) => OperationResult | null) | undefined;
}

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

interface Refused {
  readonly errors: readonly RequestError[];
}

/** An operation that can be executed again and again; holds for the supergraph it was prepared for. */
export interface Operation {
  readonly supergraphId: string;
  /** Plans and compiles ahead. Answers why it cannot be, or null. */
  readonly prepare: () => Promise<PlanRefusal | null>;
  readonly execute: (request: OperationRequest) => Promise<OperationResult>;
  /** The same, or where nothing unexpected happens the bytes of the response, cut out of the agencies' answers. */
  readonly respond: (request: OperationRequest) => Promise<Buffer | OperationResult>;
}

/** Assignments of condition variables whose compiled form is kept; front-ends use few of the possible ones. */
const VARIANTS_MAX = 32;
/** Condition variables up to which every assignment is prepared ahead. */
const CONDITIONS_PREPARED_MAX = 3;

const NO_VARIABLES: Variables = {};
const NO_CONDITIONS: Conditions = new Map();

/** One request whose variables have been coerced. */
interface Ready {
  readonly variant: Variant;
  /** A fresh start of the request, with the given way to call agencies. */
  readonly execution: (join: Joiner) => Execution;
}

/** Compiles a valid document that holds the operation and the fragments it uses, and nothing else. */
export function compileOperation(offered: DocumentNode, setting: OperationSetting): Operation {
  const clear = clearVariables(offered);
  const declared = operationOf(clear.document);
  const decisive = conditionVariables(clear.document);
  const coerce = compileCoercion(declared, setting.supergraph.apiSchema);
  const variants = new LRUCache<string, Variant>({ max: VARIANTS_MAX });

  /** A variant that is known is answered at once, for waiting a turn costs each request as much as planning saves. */
  function variantFor(conditions: Conditions): Variant | Promise<Variant | PlanRefusal> {
    const overrides = setting.overrides();
    const id = conditions.size + overrides.length === 0 ? "" : JSON.stringify([...conditions.values(), ...overrides]);
    return variants.get(id) ?? compiled(id, conditions, overrides);
  }

  async function compiled(id: string, conditions: Conditions, overrides: readonly string[]) {
    const plan = (texts: readonly string[]) => setting.plan(texts, overrides);
    const variant = await compileVariant(clear.document, conditions, { ...setting, plan });
    if ("steps" in variant) variants.set(id, variant);
    return variant;
  }

  return {
    supergraphId: setting.supergraph.id,
    async prepare() {
      for (const conditions of assignmentsOf(decisive)) {
        const variant = await variantFor(conditions);
        if ("code" in variant) return variant;
      }
      return null;
    },
    async execute(request) {
      const ready = await readyFor(request);
      return "variant" in ready
        ? resultOf(await runVariant(ready.variant, () => ready.execution(setting.join)), setting.log)
        : ready;
    },
    async respond(request) {
      const asked = readyFor(request);
      const ready = asked instanceof Promise ? await asked : asked;
      if (!("variant" in ready)) return ready;
      const { variant, execution } = ready;
      const { first, again } = rememberGrants(setting.join);
      const spliced = variant.splice && (await runSplice(variant.splice, execution(first)));
      if (spliced) return spliced;
      forget(request.record);
      return resultOf(await runVariant(variant, () => execution(again)), setting.log);
    },
  };

  function readyFor(request: OperationRequest): Ready | OperationResult | Promise<Ready | OperationResult> {
    const variables = withClearNames(request.variables ?? NO_VARIABLES, clear);
    const coerced = coerce(variables);
    // Refusals name the variable but never its value, which may be personal.
    if ("wrong" in coerced) return refused("BAD_USER_INPUT", `${coerced.wrong.join(", ")}: ${WRONG_TYPE}`);
    const { values } = coerced;
    const conditions = decisive.length === 0 ? NO_CONDITIONS : conditionsIn(values);
    const variant = variantFor(conditions);
    return variant instanceof Promise
      ? variant.then((it) => readyWith(it, request, variables, values))
      : readyWith(variant, request, variables, values);
  }

  function conditionsIn(values: Variables): Conditions {
    return new Map(decisive.map((name) => [name, values[name] === true]));
  }

  function readyWith(
    variant: Variant | PlanRefusal,
    request: OperationRequest,
    variables: Variables,
    coercedVariables: Variables,
  ): Ready | OperationResult {
    if ("code" in variant) {
      const { errors } = refused(variant.code, variant.message);
      return { errors: errors.map((error) => withIncident(error, variant.cause, setting.log)) };
    }
    const answered = request.admit?.(variant.cost, coercedVariables);
    if (answered) return answered;
    const { supergraph, agencies, log } = setting;
    const { signal, caller, deadline = performance.now() + limits.requestTimeoutMs } = request;
    const { record = { persons: [], agencies: [] } } = request;
    const envelope = setting.envelopeOf(caller);
    const execution = (join: Joiner): Execution => ({
      supergraph,
      agencies,
      log,
      signal,
      caller,
      record,
      envelope,
      deadline,
      variables,
      coercedVariables,
      join,
      tree: blankObject(),
      strays: [],
    });
    return { variant, execution };
  }
}

/** The same answers are read once more, and by a reader that may believe less of them. */
function forget(record: ExecutionRecord | undefined): void {
  record?.persons.splice(0);
  record?.agencies.splice(0);
}

/** The result for the client; what the hub itself is to blame for gets an incident id, under which it is logged. */
function resultOf({ data, errors }: Completed, log: OperationSetting["log"]): OperationResult {
  if (errors.length === 0) return { data };
  return { errors: errors.map((error) => withIncident(error, error, log)), data };
}

function withIncident<Error extends RequestError>(error: Error, cause: unknown, log: OperationSetting["log"]): Error {
  if (error.extensions.code !== "INTERNAL") return error;
  const incidentId = randomUUID();
  log({ incidentId, cause });
  return { ...error, extensions: { ...error.extensions, incidentId } };
}

/** Every assignment of a few variables; of many only all true and all false. */
function assignmentsOf(names: readonly string[]): readonly Conditions[] {
  const all = 2 ** names.length - 1;
  const numbers =
    names.length <= CONDITIONS_PREPARED_MAX ? Array.from({ length: all + 1 }, (_, bits) => bits) : [0, all];
  return numbers.map((bits) => new Map(names.map((name, index) => [name, (bits >> index) % 2 === 1])));
}

const refused = (code: string, message: string): Refused => ({
  errors: [{ message, extensions: { code } }],
});
