import type { DocumentNode } from "graphql";
import type { CompiledRights } from "../authorization/compile-rights.ts";
import type { Accounting, EntitledRequest } from "../operations/accounting.ts";
import { deprecatedUses, type DeprecatedUses } from "./deprecated-uses.ts";
import type { UseCounts } from "./use-counts.ts";

/** What is known of a document once it was asked. */
interface KnownUses {
  readonly uses: DeprecatedUses;
  /** Name of the registered operation, or empty. */
  readonly operation: string;
}

/**
 * Counts each request that was answered with data and uses what is deprecated, and nothing of who asked. What was
 * refused as a whole or only estimated is not counted.
 */
export function countUses(
  counts: UseCounts,
  nameOf: (document: DocumentNode) => string | undefined,
  account: Accounting,
): Accounting {
  const known = new WeakMap<CompiledRights, KnownUses>();
  const usesOf = ({ filtered: { compiled, variables } }: EntitledRequest) => {
    const found = known.get(compiled) ?? { uses: deprecatedUses(compiled), operation: nameOf(compiled.document) ?? "" };
    known.set(compiled, found);
    return { elements: found.uses(variables), operation: found.operation };
  };
  return async (entitled, execute) => {
    const answer = await account(entitled, execute);
    if (Buffer.isBuffer(answer) || answer.data) {
      const { elements, operation } = usesOf(entitled);
      counts.count(elements, operation);
    }
    return answer;
  };
}
