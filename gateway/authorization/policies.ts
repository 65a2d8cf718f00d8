import { membersAskForThemselves } from "./policies/members-ask-for-themselves.ts";
import { ownCommittee } from "./policies/own-committee.ts";
import type { Policies } from "./policy.ts";

/** The policies of the hub. */
export const hubPolicies: Policies = new Map([
  ["members-ask-for-themselves", membersAskForThemselves],
  ["own-committee", ownCommittee],
]);
