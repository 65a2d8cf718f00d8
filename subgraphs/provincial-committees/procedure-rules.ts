import type { MoveKind, StayPurpose } from "./work-tables.ts";

/** A stay as the rules look at it. */
export interface PlannedStay {
  readonly purpose: StayPurpose;
  readonly departsOn: string;
  readonly expectedReturnOn: string;
  /** Members who travel together, this one included. */
  readonly groupSize: number;
}

/** Whole months from a day to another, rounded down. */
export function wholeMonths(from: string, to: string): number {
  const [fromYear = 0, fromMonth = 0, fromDay = 0] = from.split("-").map(Number);
  const [toYear = 0, toMonth = 0, toDay = 0] = to.split("-").map(Number);
  return (toYear - fromYear) * 12 + toMonth - fromMonth - (toDay < fromDay ? 1 : 0);
}

/**
 * Whether a kind of move fits a stay by its length, purpose and group, as in the Commission's table; a test holds both
 * together. Whether there is an organization in the country is for the Foreign Ministry to know. An exemption is open
 * to every purpose from three months on: the grassroots committee weighs the reasons.
 */
export function procedureFits(moveKind: MoveKind, stay: PlannedStay): boolean {
  const months = wholeMonths(stay.departsOn, stay.expectedReturnOn);
  const isGroup = stay.groupSize >= 3;
  const isTransferable = stay.purpose !== "PRIVATE";
  switch (moveKind) {
    case "REPORT_ONLY":
      return months < 1 || (months < 3 && !isGroup);
    case "GROUP_CELL":
      return months >= 1 && months < 3 && isGroup;
    case "TEMPORARY_TRANSFER":
      return months >= 3 && months < 12 && isTransferable;
    case "OFFICIAL_TRANSFER":
      return months >= 12 && isTransferable;
    case "SINGLE_GUIDANCE":
      return months >= 12 && !isGroup && isTransferable;
    case "NEW_CELL":
      return months >= 12 && isGroup && isTransferable;
    case "EXEMPTION":
      return months >= 3;
  }
}

/** The kind of transfer that a kind of move asks for; null for those without one. */
export const transferKindOf = (moveKind: MoveKind | null): "OFFICIAL" | "TEMPORARY" | null =>
  moveKind === "TEMPORARY_TRANSFER"
    ? "TEMPORARY"
    : moveKind === "OFFICIAL_TRANSFER" || moveKind === "SINGLE_GUIDANCE" || moveKind === "NEW_CELL"
      ? "OFFICIAL"
      : null;
