/** The states that an assignment goes on from. */
export const openStates = [
  "DECLARED",
  "HOME_APPROVED",
  "REPORT_ONLY",
  "GROUP_CELL",
  "TRANSFER_OPEN",
  "EXEMPT_REQUESTED",
  "EXEMPT",
  "NOTIFIED_MFA",
  "RECEIVED_ABROAD",
  "SINGLE_GUIDED",
  "EXTENDED",
  "MOVED_COUNTRY",
  "RETURN_STARTED",
  "CONFIRMED_ABROAD",
  "INTRODUCED_HOME",
  "OVERDUE",
] as const;

/** The states that nothing follows. */
export const finalStates = ["REFUSED", "ENDED", "CLOSED", "CANCELLED"] as const;

/** Where a stay abroad is on its way from declaration to closing. */
export type OverseasAssignmentState = (typeof openStates | typeof finalStates)[number];
