/** The states of an overseas assignment, roughly in the order of its life. */
export const stayStates = [
  "DECLARED",
  "REFUSED",
  "HOME_APPROVED",
  "REPORT_ONLY",
  "GROUP_CELL",
  "TRANSFER_OPEN",
  "EXEMPT_REQUESTED",
  "EXEMPT",
  "ENDED",
  "NOTIFIED_MFA",
  "RECEIVED_ABROAD",
  "SINGLE_GUIDED",
  "EXTENDED",
  "MOVED_COUNTRY",
  "RETURN_STARTED",
  "CONFIRMED_ABROAD",
  "INTRODUCED_HOME",
  "OVERDUE",
  "CLOSED",
  "CANCELLED",
] as const;

/** A state of an overseas assignment. */
export type StayState = (typeof stayStates)[number];

/** The states of a transfer of Party activities, roughly in the order of its life. */
export const transferStates = [
  "REQUESTED",
  "CELL_REVIEWED",
  "CERTIFIED",
  "ISSUED",
  "IN_TRANSIT",
  "PRESENTED",
  "OVERDUE",
  "FILE_CHECKED",
  "RETURNED",
  "ACCEPTED",
  "CLOSED",
  "WITHDRAWN",
  "LOST",
  "REISSUED",
  "REJECTED",
] as const;

/** A state of a transfer of Party activities. */
export type TransferState = (typeof transferStates)[number];

/** The kind of body that brings an assignment into a state. */
export type StayActor =
  "HOME_COMMITTEE" | "HOME_GRASSROOTS_COMMITTEE" | "HOME_CELL" | "FOREIGN_MINISTRY" | "OVERSEAS_COMMITTEE" | "SYSTEM";
