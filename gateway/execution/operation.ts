import { randomUUID } from "node:crypto";
import { getVariableValues, Kind, type DocumentNode, type OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import { limits } from "#contract/limits.ts";
import type { Variables } from "../cost/amount.ts";
import type { OperationCost } from "../cost/operation-cost.ts";
import { conditionVariables, type Conditions } from "../planning/conditions.ts";
import type { PlanRefusal, PlanResult } from "../planning/plan.ts";
import { clearVariables, withClearNames } from "../planning/reserved-variables.ts";
import type { Supergraph } from "../planning/supergraph.ts";
import { compileVariant, operationOf, type Variant } from "./compile/compile-variant.ts";
import type { Agency } from "./fetch/agencies.ts";
import type { AgencyCaller } from "./fetch/agency-caller.ts";
import { rememberAnswers } from "./fetch/remember-answers.ts";
import type { Execution, ExecutionRecord } from "./run/execution.ts";
import { runVariant } from "./run/run-variant.ts";
import { runSplice } from "./splice/run-splice.ts";
import type { Completed, LocatedError } from "./verify/complete.ts";
import { blankObject } from "./verify/data-tree.ts";

/** What operations are compiled for and executed with. */
export interface OperationSetting {
  readonly supergraph: Supergraph;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly call: AgencyCaller;
  readonly log: (incident: unknown) => void;
  /**
   * Plans an operation under private names, one document per pass; remembered. The contract's time limit unless
   * given.
   */
  readonly plan: (
    documents: readonly string[],
    overrides: readonly string[],
    allowed: string,
    timeoutMs?: number,
  ) => Promise<PlanResult>;
  /** Labels of progressive overrides that are on for one request. */
  readonly overrides: () => readonly string[];
}

/** One request for an operation. */
export interface OperationRequest {
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  /** Aborted when the client hangs up. */
  readonly signal?: AbortSignal | undefined;
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

/** One request whose variables have been coerced. */
interface Ready {
  readonly variant: Variant;
  /** A fresh start of the request, with the given way to call agencies. */
  readonly execution: (call: AgencyCaller) => Execution;
}

/** Compiles a valid document that holds the operation and the fragments it uses, and nothing else. */
export function compileOperation(offered: DocumentNode, allowed: string, setting: OperationSetting): Operation {
  const clear = clearVariables(offered);
  const declared = operationOf(clear.document);
  const decisive = conditionVariables(clear.document);
  const variants = new LRUCache<string, Variant>({ max: VARIANTS_MAX });

  async function variantFor(conditions: Conditions): Promise<Variant | PlanRefusal> {
    const overrides = setting.overrides();
    const id = JSON.stringify([...conditions.values(), ...overrides]);
    const known = variants.get(id);
    if (known) return known;
    const plan = (texts: readonly string[]) => setting.plan(texts, overrides, allowed);
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
        ? resultOf(await runVariant(ready.variant, () => ready.execution(setting.call)), setting.log)
        : ready;
    },
    async respond(request) {
      const ready = await readyFor(request);
      if (!("variant" in ready)) return ready;
      const { variant, execution } = ready;
      const { first, again } = rememberAnswers(setting.call);
      const spliced = variant.splice && (await runSplice(variant.splice, execution(first)));
      if (spliced) return spliced;
      forget(request.record);
      return resultOf(await runVariant(variant, () => execution(again)), setting.log);
    },
  };

  async function readyFor(request: OperationRequest): Promise<Ready | OperationResult> {
    const variables = withClearNames(request.variables ?? {}, clear);
    const coerced = coerceVariables(declared, variables, setting.supergraph);
    if ("errors" in coerced) return coerced;
    const variant = await variantFor(new Map(decisive.map((name) => [name, coerced.values[name] === true])));
    if ("code" in variant) {
      const { errors } = refused(variant.code, variant.message);
      return { errors: errors.map((error) => withIncident(error, variant.cause, setting.log)) };
    }
    const answered = request.admit?.(variant.cost, coerced.values);
    if (answered) return answered;
    const { supergraph, agencies, log } = setting;
    const { signal, caller, deadline = performance.now() + limits.requestTimeoutMs } = request;
    const { record = { persons: [], agencies: [] } } = request;
    const coercedVariables = coerced.values;
    const about = { supergraph, agencies, log, signal, caller, record, deadline, variables, coercedVariables };
    return { variant, execution: (call) => ({ ...about, call, tree: blankObject(), strays: [] }) };
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

/** Refusals name the variable but never its value, which may be personal. */
function coerceVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
  { apiSchema }: Supergraph,
) {
  const { errors, coerced } = getVariableValues(apiSchema, variableDefinitions, given, { maxErrors: 5 });
  if (coerced) return { values: coerced };
  const names = errors
    .map((error) => error.nodes?.[0])
    .flatMap((node) => (node?.kind === Kind.VARIABLE_DEFINITION ? `$${node.variable.name.value}` : []));
  return refused(
    "BAD_USER_INPUT",
    `${[...new Set(names)].join(", ")}: the value does not have the type that the operation declares.`,
  );
}

const refused = (code: string, message: string): Refused => ({
  errors: [{ message, extensions: { code } }],
});
