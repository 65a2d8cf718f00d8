import { Kind, print, stripIgnoredCharacters, type DocumentNode, type OperationDefinitionNode } from "graphql";
import { askForPersons } from "../../planning/ask-for-persons.ts";
import { operationCost, type OperationCost } from "../../cost/operation-cost.ts";
import { decideConditions, type Conditions } from "../../planning/conditions.ts";
import { mergeRootFields } from "../../planning/merge-root-fields.ts";
import { splitIntoPasses } from "../../planning/passes.ts";
import type { PlanRefusal, PlanResult } from "../../planning/plan.ts";
import { namePrivately } from "../../planning/private-names.ts";
import type { Supergraph } from "../../planning/supergraph.ts";
import type { Agency } from "../fetch/agencies.ts";
import { compileSplice, type SpliceProgram } from "../splice/splice-program.ts";
import { compileIntrospection } from "../verify/introspect.ts";
import { compilePlan, type Step } from "./compile-plan.ts";
import { responseShape, type ResponseSelection } from "./response-shape.ts";

/** Everything about an operation that depends only on its conditions and overrides. */
export interface Variant {
  /** One for each planning pass; null where a pass needs no agency. */
  readonly steps: readonly (Step | null)[];
  readonly selection: ResponseSelection;
  readonly introspection: ReturnType<typeof compileIntrospection>;
  /** Null where only the general path can answer. */
  readonly splice: SpliceProgram | null;
  readonly cost: OperationCost;
}

/** What a variant is compiled for. `plan` gets the texts of an operation's passes. */
export interface VariantSetting {
  readonly supergraph: Supergraph;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly plan: (texts: readonly string[]) => Promise<PlanResult>;
}

const CONFLICT: PlanRefusal = {
  code: "BAD_REQUEST",
  message: "A mutation cannot answer fields that require one field with different arguments; a query can.",
};

/** Decides an operation's conditions, plans what is left and compiles the plan; or answers why there is no plan. */
export async function compileVariant(
  document: DocumentNode,
  conditions: Conditions,
  { supergraph, agencies, plan }: VariantSetting,
): Promise<Variant | PlanRefusal> {
  const { apiSchema, requiresConflicts, shardRules, persons } = supergraph;
  const decided = decideConditions(document, conditions);
  const named = namePrivately(askForPersons(decided, apiSchema, persons), apiSchema);
  const operation = operationOf(named.document);
  const planned = operation.operation === "mutation" ? mergeRootFields(named.document) : named.document;
  const passes = splitIntoPasses(planned, apiSchema, requiresConflicts);
  if (passes.length === 0) return CONFLICT;
  const result = await plan(passes.map((pass) => stripIgnoredCharacters(print(pass))));
  if ("refusal" in result) return result.refusal;
  const selection = responseShape(named, operation, apiSchema);
  const steps = result.plan.passes.map((node) => compilePlan(node, supergraph, agencies, selection));
  const introspection = compileIntrospection(apiSchema, named.document, operation, selection);
  const isPlain = steps.length === 1 && !introspection;
  return {
    steps,
    selection,
    introspection,
    splice: isPlain ? compileSplice(steps[0]!, selection, shardRules) : null,
    cost: operationCost(decided, operationOf(decided), result.plan.passes, supergraph),
  };
}

/** The one operation of a document. */
export const operationOf = ({ definitions }: DocumentNode): OperationDefinitionNode =>
  definitions.find((it) => it.kind === Kind.OPERATION_DEFINITION)!;
