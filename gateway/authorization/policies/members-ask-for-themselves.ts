import type { PolicyQuestion } from "../policy.ts";

/** A caller who is a member names, by the argument `id`, nobody but themselves; whoever is none is not held by this. */
export const membersAskForThemselves = ({ caller, arguments: { id } }: PolicyQuestion): boolean =>
  caller.memberId === null || caller.memberId === id;
