import type { Caller } from "#contract/caller.ts";
import type { Policies, Policy, PolicyQuestion } from "./policy.ts";

/**
 * One thing that a caller must fulfil. `anyOf` lists alternatives of which one must hold in full; without an
 * alternative nobody fulfils it. `purpose` asks for a stated purpose; `never` is fulfilled by nobody.
 */
export type Requirement =
  | { readonly kind: "authenticated" | "purpose" | "never" }
  | { readonly kind: "scopes" | "policies"; readonly anyOf: readonly (readonly string[])[] };

/** Requirements that must all be fulfilled; an empty rule is open to everybody. */
export type Rule = readonly Requirement[];

/** A requirement at the place in the schema that states it. */
export interface Guard {
  readonly requirement: Requirement;
  readonly coordinate: string;
}

/**
 * Tells whether a caller fulfils a requirement. Without a caller nothing is fulfilled.
 * @param policies functions by name; an unknown name is never fulfilled
 */
export function isFulfilled(
  { requirement, coordinate }: Guard,
  caller: Caller | null,
  givenArguments: () => Readonly<Record<string, unknown>>,
  policies: Policies,
): boolean {
  if (caller === null) return false;
  switch (requirement.kind) {
    case "authenticated":
      return true;
    case "purpose":
      return caller.purpose !== null;
    case "never":
      return false;
    case "scopes":
      return requirement.anyOf.some((all) => all.every((scope) => caller.scopes.includes(scope)));
    case "policies": {
      const question = { caller, coordinate, arguments: givenArguments() };
      return requirement.anyOf.some((all) => all.every((name) => allows(policies.get(name), question)));
    }
  }
}

/** A policy that takes longer than this has not answered in time. */
const POLICY_MS_MAX = 5;

/** A policy that throws, dawdles or answers anything but true has said no. */
function allows(policy: Policy | undefined, question: PolicyQuestion): boolean {
  if (policy === undefined) return false;
  try {
    // Asked again, a pure function says the same: only one that is slow twice is slow itself, and not the machine.
    return (answerInTime(policy, question) ?? answerInTime(policy, question)) === true;
  } catch {
    return false;
  }
}

function answerInTime(policy: Policy, question: PolicyQuestion): boolean | null {
  const began = performance.now();
  const answer = policy(question);
  return performance.now() - began <= POLICY_MS_MAX ? answer : null;
}
