import type { DayNumber } from "./days.ts";
import { organizationId, type HomeTree } from "./home-trees.ts";
import { weighted, type Random } from "./random.ts";
import { dayOf, transferSteps, until, type TransferStep, type TransferTrouble } from "./transfer-paths.ts";
import { today } from "./today.ts";

/** A transfer between two cells of one home committee. */
export interface HomeTransfer {
  readonly kind: "OFFICIAL" | "TEMPORARY";
  readonly steps: readonly TransferStep[];
  readonly fromOrganization: number;
  readonly toOrganization: number;
}

/** Members in a thousand who moved at home in the two years that the data look back. */
const MOVED_PER_THOUSAND = 20;
const LOOK_BACK_DAYS = 730;

/** The first draw of a transfer at home: whether there may be one at all. */
export const movesAtHome = (random: Random): boolean => random.fraction() * 1_000 < MOVED_PER_THOUSAND;

/** Draws a transfer at home or, for nearly everyone, none. One that moved the official place moved it to `cell`. */
export function drawHomeTransfer(
  random: Random,
  tree: HomeTree,
  cell: number,
  admittedOn: DayNumber,
): HomeTransfer | null {
  if (!movesAtHome(random)) return null;
  const requestedOn = today - random.integer(0, LOOK_BACK_DAYS);
  const other = random.pick(tree.cells);
  if (other === cell || requestedOn < admittedOn + 30) return null;
  const kind = random.chance(0.6) ? "OFFICIAL" : "TEMPORARY";
  const steps = until(transferSteps(random, requestedOn, TROUBLES(random)), today);
  const hasMoved = kind === "OFFICIAL" && dayOf(steps, "ACCEPTED") !== null;
  return hasMoved
    ? { kind, steps, fromOrganization: other, toOrganization: cell }
    : { kind, steps, fromOrganization: cell, toOrganization: other };
}

/** How long a temporary transfer at home lasts here. */
const TEMPORARY_DAYS = 180;

/** Where a member takes part for the time being, and since when; null for all others. */
export function temporaryPlaceAtHome(transfer: HomeTransfer | null, tree: HomeTree) {
  if (transfer?.kind !== "TEMPORARY") return null;
  const since = dayOf(transfer.steps, "ACCEPTED");
  return since === null || since + TEMPORARY_DAYS < today
    ? null
    : { since, organizationId: organizationId(tree, transfer.toOrganization) };
}

const TROUBLES = weighted<TransferTrouble>([
  [null, 88],
  ["WITHDRAWN", 3],
  ["REJECTED", 2],
  ["LATE", 4],
  ["LOST", 1],
  ["FILE_RETURNED", 2],
]);
