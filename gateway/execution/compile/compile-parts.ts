import type { PlanNode } from "@apollo/query-planner";
import { print, stripIgnoredCharacters, type DocumentNode } from "graphql";
import { operationCost, type OperationCost } from "../../cost/operation-cost.ts";
import { askForPersons } from "../../planning/ask-for-persons.ts";
import { decideConditions, type Conditions } from "../../planning/conditions.ts";
import { markDeferred } from "../../planning/mark-deferred.ts";
import { splitIntoPasses } from "../../planning/passes.ts";
import type { PlanRefusal } from "../../planning/plan.ts";
import { namePrivately } from "../../planning/private-names.ts";
import { compileIntrospection } from "../verify/introspect.ts";
import { compilePlan, type Step } from "./compile-plan.ts";
import { operationOf, type VariantSetting } from "./compile-variant.ts";
import { responseShape, type ResponseSelection } from "./response-shape.ts";

/** An operation whose answer leaves in parts, for one assignment of its conditions. */
export interface PartedVariant {
  readonly first: Part;
  readonly selection: ResponseSelection;
  /** The client's label of each part that follows, by the hub's name of it; null where the client gave none. */
  readonly labels: ReadonlyMap<string, string | null>;
  readonly cost: OperationCost;
}

/** What is fetched for one part of an answer. */
export interface Part {
  readonly step: Step | null;
  /** The parts that may follow once this one has left, by name. */
  readonly within: ReadonlyMap<string, Part>;
}

/**
 * Plans a document so that what is deferred is fetched apart. "whole" where nothing would follow the first part, or
 * where that is not possible: the operation is then answered whole, as the specification allows.
 */
export async function compileParts(
  document: DocumentNode,
  conditions: Conditions,
  { supergraph, agencies, plan }: VariantSetting,
): Promise<PartedVariant | "whole" | PlanRefusal> {
  const { apiSchema, requiresConflicts, persons } = supergraph;
  const marked = markDeferred(decideConditions(document, conditions, "kept"));
  if (!marked) return "whole";
  const named = namePrivately(askForPersons(marked.document, apiSchema, persons), apiSchema);
  const operation = operationOf(named.document);
  const whole = responseShape(named, operation, apiSchema);
  const [pass, ...others] = splitIntoPasses(named.document, apiSchema, requiresConflicts);
  if (!pass || others.length > 0 || compileIntrospection(apiSchema, named.document, operation, whole)) return "whole";
  const result = await plan([stripIgnoredCharacters(print(pass))]);
  if ("refusal" in result) return result.refusal;
  const first = partOf(result.plan.passes[0], (node) => compilePlan(node, supergraph, agencies, whole));
  const names = new Set(namesWithin(first));
  if (names.size === 0) return "whole";
  const decided = decideConditions(document, conditions);
  return {
    first,
    selection: responseShape(named, operation, apiSchema, names),
    labels: marked.labels,
    cost: operationCost(decided, operationOf(decided), result.plan.passes, supergraph),
  };
}

/** A plan's parts; one that fetches nothing has come with the part around it and is none. */
function partOf(node: PlanNode | null | undefined, compile: (node: PlanNode | null) => Step | null): Part {
  if (node?.kind !== "Defer") return { step: compile(node ?? null), within: new Map() };
  const within = node.deferred.flatMap(({ label, node: deferred }) => {
    const part = partOf(deferred, compile);
    return part.step ? [[label!, part] as const] : [...part.within];
  });
  return { step: compile(node.primary.node ?? null), within: new Map(within) };
}

const namesWithin = ({ within }: Part): readonly string[] =>
  [...within].flatMap(([name, part]) => [name, ...namesWithin(part)]);
