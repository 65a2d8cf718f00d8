import type { DocumentNode } from "graphql";
import { limits } from "#contract/limits.ts";
import type { Variables } from "../cost/amount.ts";
import { conditionVariables, type Conditions } from "../planning/conditions.ts";
import type { PlanRefusal } from "../planning/plan.ts";
import { clearVariables, withClearNames } from "../planning/reserved-variables.ts";
import type { OperationResult, PartedResult, RequestError } from "./answers.ts";
import { compileCoercion } from "./coerce-variables.ts";
import type { PartedVariant } from "./compile/compile-parts.ts";
import { operationOf, type Variant } from "./compile/compile-variant.ts";
import type { Joiner } from "./fetch/join-calls.ts";
import { rememberGrants } from "./fetch/remember-grants.ts";
import { withIncident } from "./incidents.ts";
import type { OperationRequest } from "./operation-request.ts";
import type { OperationSetting } from "./operation-setting.ts";
import type { Execution, ExecutionRecord } from "./run/execution.ts";
import { runParts } from "./run/run-parts.ts";
import { runVariant } from "./run/run-variant.ts";
import { runSplice } from "./splice/run-splice.ts";
import type { Completed } from "./verify/complete.ts";
import { blankObject } from "./verify/data-tree.ts";
import { compileVariants } from "./variants.ts";
import { WRONG_TYPE } from "./wrong-values.ts";

interface Refused {
  readonly errors: readonly RequestError[];
}

/** An operation that can be executed again and again; holds for the supergraph it was prepared for. */
export interface Operation {
  readonly supergraphId: string;
  /** Plans and compiles ahead. Answers why it cannot be, or null. */
  readonly prepare: () => Promise<PlanRefusal | null>;
  readonly execute: (request: OperationRequest) => Promise<OperationResult>;
  /**
   * The same, or where nothing unexpected happens the bytes of the response, cut out of the agencies' answers; or the
   * first of several parts.
   */
  readonly respond: (request: OperationRequest) => Promise<Buffer | OperationResult | PartedResult>;
}

/** Condition variables up to which every assignment is prepared ahead. */
const CONDITIONS_PREPARED_MAX = 3;

const NO_VARIABLES: Variables = {};
const NO_CONDITIONS: Conditions = new Map();

/** One request whose variables have been coerced. */
interface Ready<Form> {
  readonly variant: Form;
  /** A fresh start of the request, with the given way to call agencies. */
  readonly execution: (join: Joiner) => Execution;
}

/** Compiles a valid document that holds the operation and the fragments it uses, and nothing else. */
export function compileOperation(offered: DocumentNode, setting: OperationSetting): Operation {
  const clear = clearVariables(offered);
  const declared = operationOf(clear.document);
  const decisive = conditionVariables(clear.document);
  const coerce = compileCoercion(declared, setting.supergraph.apiSchema);
  const variants = compileVariants(clear.document, setting);

  async function respond(request: OperationRequest): Promise<Buffer | OperationResult | PartedResult> {
    const asked = readyFor(request, request.takesParts ? variants.parted : variants.whole);
    const ready = asked instanceof Promise ? await asked : asked;
    if (!("variant" in ready))
      return request.takesParts && isTooCostly(ready) ? respond({ ...request, takesParts: false }) : ready;
    const { variant, execution } = ready;
    if ("first" in variant) return runParts(variant, execution(setting.join), request.accountPart);
    const { first, again } = rememberGrants(setting.join);
    const spliced = variant.splice && (await runSplice(variant.splice, execution(first)));
    if (spliced) return spliced;
    forget(request.record);
    return resultOf(await runVariant(variant, () => execution(again)), setting.log);
  }

  return {
    supergraphId: setting.supergraph.id,
    async prepare() {
      for (const conditions of assignmentsOf(decisive)) {
        const variant = await variants.whole(conditions);
        if ("code" in variant) return variant;
      }
      return null;
    },
    async execute(request) {
      const ready = await readyFor(request, variants.whole);
      return "variant" in ready
        ? resultOf(await runVariant(ready.variant, () => ready.execution(setting.join)), setting.log)
        : ready;
    },
    respond,
  };

  function readyFor<Form extends Variant | PartedVariant>(
    request: OperationRequest,
    variantFor: (conditions: Conditions) => Form | Promise<Form | PlanRefusal>,
  ): Ready<Form> | OperationResult | Promise<Ready<Form> | OperationResult> {
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

  function readyWith<Form extends Variant | PartedVariant>(
    variant: Form | PlanRefusal,
    request: OperationRequest,
    variables: Variables,
    coercedVariables: Variables,
  ): Ready<Form> | OperationResult {
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

/** Whether an operation may not be executed for its cost, which is higher where what is deferred is fetched apart. */
const isTooCostly = ({ errors = [] }: OperationResult): boolean =>
  errors.some(({ extensions: { code } }) => code === "LIMIT_COST_EXCEEDED" || code === "LIMIT_AGENCY_COST_EXCEEDED");

/** The same answers are read once more, and by a reader that may believe less of them. */
function forget(record: ExecutionRecord | undefined): void {
  record?.persons.splice(0);
  record?.agencies.splice(0);
}

function resultOf({ data, errors }: Pick<Completed, "data" | "errors">, log: OperationSetting["log"]): OperationResult {
  if (errors.length === 0) return { data };
  return { errors: errors.map((error) => withIncident(error, error, log)), data };
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
