import { getVariableValues, Kind, print, stripIgnoredCharacters, type DocumentNode, type OperationDefinitionNode } from "graphql";
import { LRUCache } from "lru-cache";
import { limits } from "#contract/limits.ts";
import { conditionVariables, decideConditions, type Conditions } from "../planning/conditions.ts";
import { mergeRootFields } from "../planning/merge-root-fields.ts";
import { splitIntoPasses } from "../planning/passes.ts";
import type { PlanRefusal, PlanResult } from "../planning/plan.ts";
import { namePrivately } from "../planning/private-names.ts";
import { clearVariables, withClearNames } from "../planning/reserved-variables.ts";
import type { Supergraph } from "../planning/supergraph.ts";
import type { Agency } from "./fetch/agencies.ts";
import type { AgencyCaller } from "./fetch/agency-caller.ts";
import { compilePlan, type Step } from "./compile/compile-plan.ts";
import { clientPath, complete, errorAt, type LocatedError } from "./verify/complete.ts";
import { blankObject } from "./verify/data-tree.ts";
import type { Execution } from "./run/execution.ts";
import type { Path } from "./verify/faults.ts";
import { compileIntrospection } from "./verify/introspect.ts";
import { responseShape, type ResponseSelection } from "./compile/response-shape.ts";
import { rememberAnswers } from "./fetch/remember-answers.ts";
import { runPlan } from "./run/run-plan.ts";
import { runSplice } from "./splice/run-splice.ts";
import { compileSplice, type SpliceProgram } from "./splice/splice-program.ts";
import { fillTree } from "./run/tree-paths.ts";

/** What operations are compiled for and executed with. */
export interface OperationSetting {
  readonly supergraph: Supergraph;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly call: AgencyCaller;
  readonly log: (incident: unknown) => void;
  /** Plans an operation under private names, one document per pass; remembered. The contract's time limit unless given. */
  readonly plan: (documents: readonly string[], overrides: readonly string[], allowed: string, timeoutMs?: number) => Promise<PlanResult>;
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
}

/** An answer; without `data` when the request itself was refused. */
export interface OperationResult {
  readonly data?: object | null;
  readonly errors?: readonly (LocatedError | RequestError)[];
}

/** Why a request was not executed. */
export interface RequestError {
  readonly message: string;
  readonly extensions: { readonly code: string };
}

/** An operation that can be executed again and again; holds for the supergraph it was prepared for. */
export interface Operation {
  readonly supergraphId: string;
  /** Plans and compiles ahead. Answers why it cannot be, or null. */
  readonly prepare: () => Promise<PlanRefusal | null>;
  readonly execute: (request: OperationRequest) => Promise<OperationResult>;
  /** The same, or where nothing unexpected happens the bytes of the response, cut out of the agencies' answers unparsed. */
  readonly respond: (request: OperationRequest) => Promise<Buffer | OperationResult>;
}

/** Assignments of condition variables whose compiled form is kept; front-ends use few of the possible ones. */
const VARIANTS_MAX = 32;
/** Condition variables up to which every assignment is prepared ahead. */
const CONDITIONS_PREPARED_MAX = 3;

const CONFLICT: PlanRefusal = {
  code: "BAD_REQUEST",
  message: "A mutation cannot answer fields that require one field with different arguments; a query can.",
};

/** Everything about an operation that depends only on its conditions and overrides. */
interface Compiled {
  readonly steps: readonly (Step | null)[];
  readonly selection: ResponseSelection;
  readonly introspection: ReturnType<typeof compileIntrospection>;
  readonly splice: SpliceProgram | null;
}

/** One request whose variables have been coerced. */
interface Ready {
  readonly compiled: Compiled;
  readonly execution: () => Execution;
}

/** Compiles a valid document that holds the operation and the fragments it uses, and nothing else. */
export function compileOperation(offered: DocumentNode, allowed: string, setting: OperationSetting): Operation {
  const clear = clearVariables(offered);
  const { document } = clear;
  const { supergraph } = setting;
  const { apiSchema } = supergraph;
  const declared = operationOf(document);
  const decisive = conditionVariables(document);
  const variants = new LRUCache<string, Compiled>({ max: VARIANTS_MAX });

  async function compiledFor(conditions: Conditions, overrides: readonly string[]): Promise<Compiled | PlanRefusal> {
    const id = JSON.stringify([...conditions.values(), ...overrides]);
    const known = variants.get(id);
    if (known) return known;
    const named = namePrivately(decideConditions(document, conditions), apiSchema);
    const planned = declared.operation === "mutation" ? mergeRootFields(named.document) : named.document;
    const passes = splitIntoPasses(planned, apiSchema, supergraph.requiresConflicts);
    if (passes.length === 0) return CONFLICT;
    const result = await setting.plan(passes.map((pass) => stripIgnoredCharacters(print(pass))), overrides, allowed);
    if ("refusal" in result) return result.refusal;
    const operation = operationOf(named.document);
    const selection = responseShape(named, operation, apiSchema);
    const steps = result.plan.passes.map((node) => compilePlan(node, supergraph, setting.agencies, selection));
    const introspection = compileIntrospection(apiSchema, named.document, operation, selection);
    const splice = steps.length === 1 && !introspection ? compileSplice(steps[0]!, selection, supergraph.shardRules) : null;
    const compiled = { steps, selection, introspection, splice };
    variants.set(id, compiled);
    return compiled;
  }

  return {
    supergraphId: supergraph.id,
    async prepare() {
      for (const conditions of assignmentsOf(decisive)) {
        const compiled = await compiledFor(conditions, setting.overrides());
        if ("code" in compiled) return compiled;
      }
      return null;
    },
    async execute(request) {
      const ready = await prepareRequest(request);
      return "errors" in ready ? ready : run(ready);
    },
    async respond(request) {
      const ready = await prepareRequest(request);
      if ("errors" in ready) return ready;
      const { compiled, execution } = ready;
      if (!compiled.splice) return run(ready);
      const { first, again } = rememberAnswers(setting.call);
      const spliced = await runSplice(compiled.splice, { ...execution(), call: first });
      return spliced ?? run({ compiled, execution: () => ({ ...execution(), call: again }) });
    },
  };

  async function prepareRequest(request: OperationRequest): Promise<Ready | { readonly errors: readonly RequestError[] }> {
    const variables = withClearNames(request.variables ?? {}, clear);
    const coerced = coerceVariables(declared, variables, supergraph);
    if ("errors" in coerced) return coerced;
    const conditions = new Map(decisive.map((name) => [name, coerced.values[name] === true]));
    const compiled = await compiledFor(conditions, setting.overrides());
    if ("code" in compiled) {
      if (compiled.code === "INTERNAL") setting.log(new Error(compiled.cause ?? compiled.message));
      return refused(compiled.code, compiled.message);
    }
    const { agencies, call, log } = setting;
    const { signal, caller, deadline = performance.now() + limits.requestTimeoutMs } = request;
    const execution = (): Execution => ({
      supergraph, agencies, call, variables, coercedVariables: coerced.values, deadline, signal, caller, log, tree: blankObject(), strays: [],
    });
    return { compiled, execution };
  }
}

/** Runs a compiled operation the general way: every answer parsed, verified and merged, the response completed by the schema. */
async function run({ compiled: { steps, selection, introspection }, execution }: Ready): Promise<OperationResult> {
  const executions = steps.map(execution);
  await Promise.all(steps.map((step, pass) => runPlan(step, executions[pass]!)));
  const [first, ...others] = executions as [Execution, ...Execution[]];
  for (const { tree } of others) fillTree(first.tree, tree);
  const { data, errors } = complete(first.tree, selection, introspection?.(first.coercedVariables) ?? {});
  for (const { fault, path } of executions.flatMap(({ strays }) => strays)) errors.push(errorAt(fault, strayPath(path, selection)));
  return errors.length > 0 ? { errors, data } : { data };
}

const operationOf = ({ definitions }: DocumentNode): OperationDefinitionNode => definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION)!;

/** Every assignment of a few variables; of many only all true and all false. */
function assignmentsOf(names: readonly string[]): readonly Conditions[] {
  const all = 2 ** names.length - 1;
  const numbers = names.length <= CONDITIONS_PREPARED_MAX ? Array.from({ length: all + 1 }, (_, bits) => bits) : [0, all];
  return numbers.map((bits) => new Map(names.map((name, index) => [name, (bits >> index) % 2 === 1])));
}

const strayPath = (path: Path, selection: ResponseSelection) => clientPath(path, { kind: "object", nonNull: false, selection });

/** Refusals name the variable but never its value, which may be personal. */
function coerceVariables({ variableDefinitions = [] }: OperationDefinitionNode, given: Readonly<Record<string, unknown>>, { apiSchema }: Supergraph) {
  const { errors, coerced } = getVariableValues(apiSchema, variableDefinitions, given, { maxErrors: 5 });
  if (coerced) return { values: coerced };
  const names = errors.map((error) => error.nodes?.[0]).flatMap((node) => (node?.kind === Kind.VARIABLE_DEFINITION ? `$${node.variable.name.value}` : []));
  return refused("BAD_USER_INPUT", `${[...new Set(names)].join(", ")}: the value does not have the type that the operation declares.`);
}

const refused = (code: string, message: string): { readonly errors: readonly RequestError[] } => ({ errors: [{ message, extensions: { code } }] });
