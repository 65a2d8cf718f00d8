import type { PolicyQuestion } from "../requirements.ts";

/** A caller who is a member asks, by the argument `id`, for nobody but themselves. */
export const ownRecord = ({ caller, arguments: { id } }: PolicyQuestion): boolean =>
  caller.memberId !== null && caller.memberId === id;
