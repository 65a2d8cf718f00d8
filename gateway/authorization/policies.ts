import type { PolicyQuestion } from "./requirements.ts";
import { membersAskForThemselves } from "./policies/members-ask-for-themselves.ts";
import { ownCommittee } from "./policies/own-committee.ts";

/** Answers from the question alone whether the caller may: no clock, no network, no memory. */
export type Policy = (question: PolicyQuestion) => boolean;

/** Policies by the name that stands in the schema. */
export type Policies = ReadonlyMap<string, Policy>;

/** The policies of the hub. */
export const hubPolicies: Policies = new Map([
  ["members-ask-for-themselves", membersAskForThemselves],
  ["own-committee", ownCommittee],
]);
