import type { PolicyQuestion } from "../policy.ts";

/**
 * The committee named by the argument `committee`, or by the field of that name of the argument `input`, is one of the
 * caller's; without it nobody passes.
 */
export const ownCommittee = ({ caller, arguments: { committee, input } }: PolicyQuestion): boolean => {
  const named = committee ?? (input as { readonly committee?: unknown } | null | undefined)?.committee;
  return typeof named === "string" && caller.committees.includes(named);
};
