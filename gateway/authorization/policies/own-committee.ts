import type { PolicyQuestion } from "../policy.ts";

/** The committee named by the argument `committee` is one of the caller's; without the argument nobody passes. */
export const ownCommittee = ({ caller, arguments: { committee } }: PolicyQuestion): boolean =>
  typeof committee === "string" && caller.committees.includes(committee);
