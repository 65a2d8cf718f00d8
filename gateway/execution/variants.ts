import { Kind, visit, BREAK, type DocumentNode } from "graphql";
import { LRUCache } from "lru-cache";
import type { Conditions } from "../planning/conditions.ts";
import type { PlanRefusal } from "../planning/plan.ts";
import { compileParts, type PartedVariant } from "./compile/compile-parts.ts";
import { compileVariant, type Variant } from "./compile/compile-variant.ts";
import type { OperationSetting } from "./operation-setting.ts";

/** The compiled forms of one operation: each holds for one assignment of its conditions and one set of overrides. */
export interface Variants {
  /** A form that is known is there at once, for waiting a turn costs each request as much as planning saves. */
  readonly whole: (conditions: Conditions) => Variant | Promise<Variant | PlanRefusal>;
  /** The form whose answer leaves in parts, or where there is none that whose answer leaves whole. */
  readonly parted: (
    conditions: Conditions,
  ) => ReturnType<Variants["whole"]> | Promise<PartedVariant | Variant | PlanRefusal>;
}

/** Forms of each kind that are kept; front-ends use few of the possible ones. */
const VARIANTS_MAX = 32;

/** Compiles a document's forms when they are asked for. Refusals are not kept here. */
export function compileVariants(document: DocumentNode, setting: OperationSetting): Variants {
  const known = new LRUCache<string, Variant>({ max: VARIANTS_MAX });
  const knownParted = new LRUCache<string, PartedVariant | "whole">({ max: VARIANTS_MAX });

  function whole(conditions: Conditions) {
    const overrides = setting.overrides();
    const id = idOf(conditions, overrides);
    return known.get(id) ?? compiled(id, conditions, overrides);
  }

  async function compiled(id: string, conditions: Conditions, overrides: readonly string[]) {
    const variant = await compileVariant(document, conditions, planningWith(overrides));
    if ("steps" in variant) known.set(id, variant);
    return variant;
  }

  async function parted(conditions: Conditions) {
    const overrides = setting.overrides();
    const id = idOf(conditions, overrides);
    const form = knownParted.get(id) ?? (await compileParts(document, conditions, planningWith(overrides)));
    const isRefused = form !== "whole" && "code" in form;
    if (!isRefused) knownParted.set(id, form);
    return isRefused || form === "whole" ? whole(conditions) : form;
  }

  const planningWith = (overrides: readonly string[]) => ({
    ...setting,
    plan: (texts: readonly string[]) => setting.plan(texts, overrides),
  });
  return { whole, parted: defers(document) ? parted : whole };
}

const idOf = (conditions: Conditions, overrides: readonly string[]): string =>
  conditions.size + overrides.length === 0 ? "" : JSON.stringify([...conditions.values(), ...overrides]);

function defers(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.DIRECTIVE]: ({ name }) => {
      found ||= name.value === "defer";
      return found ? BREAK : undefined;
    },
  });
  return found;
}
