import type { Career } from "./careers.ts";
import { addYears, type DayNumber } from "./days.ts";
import { foreignMinistryOrganizationId, organizationId, type HomeTree } from "./home-trees.ts";
import { temporaryPlaceAtHome, type HomeTransfer } from "./home-transfers.ts";
import { weighted, type Random } from "./random.ts";
import { isAccepted, type Stay } from "./stays.ts";
import type { StayTransfer } from "./stay-paths.ts";
import { dayOf } from "./transfer-paths.ts";
import { today } from "./today.ts";

/** Where a member stands today: the one official place, perhaps a temporary one, and the status at home. */
export interface Standing {
  readonly officialOrganizationId: string;
  readonly temporaryOrganizationId: string | null;
  readonly status:
    | "ACTIVE"
    | "TEMPORARILY_AWAY"
    | "EXEMPT"
    | "TEMPORARILY_EXEMPT"
    | "TRANSFERRED"
    | "EXPELLED"
    | "NAME_REMOVED"
    | "LEFT"
    | "DECEASED";
  readonly statusOn: DayNumber;
  /** The day since which transfers are held; null for nearly everyone. */
  readonly heldOn: DayNumber | null;
}

/** The organization to which a transfer of a stay leads; home for the way back. */
export function destinationOf(
  { receiver, onwardReceiver }: Stay,
  { direction }: StayTransfer,
  homeOrganizationId: string,
): string {
  if (direction === "BACK") return homeOrganizationId;
  return (direction === "OUT" ? receiver : onwardReceiver)?.id ?? foreignMinistryOrganizationId;
}

/** What a standing follows from. */
export interface Situation {
  readonly tree: HomeTree;
  readonly cell: number;
  readonly career: Career;
  readonly stays: readonly Stay[];
  readonly homeTransfer: HomeTransfer | null;
  /** Nothing else is to happen to those who must be found as they are. */
  readonly isSettled: boolean;
}

/** Follows from the stays and transfers of a member, or is drawn when there are none. */
export function standingOf(
  random: Random,
  { tree, cell, career, stays, homeTransfer, isSettled }: Situation,
): Standing {
  const home = organizationId(tree, cell);
  const atHome = { officialOrganizationId: home, temporaryOrganizationId: null, heldOn: null } as const;
  const stay = stays.at(-1);
  const last = stay?.steps.at(-1);
  if (stay && last) {
    const moved = stay.transfers.findLast(isAccepted);
    const since = moved ? (dayOf(moved.steps, "ACCEPTED") ?? last.on) : last.on;
    if (moved && last.state !== "CLOSED") {
      const place = destinationOf(stay, moved, home);
      if (moved.kind === "TEMPORARY")
        return { ...atHome, temporaryOrganizationId: place, status: "TEMPORARILY_AWAY", statusOn: since };
      return { ...atHome, officialOrganizationId: place, status: "TRANSFERRED", statusOn: since };
    }
    if (last.state === "EXEMPT") return { ...atHome, status: "EXEMPT", statusOn: last.on };
    return { ...atHome, status: "ACTIVE", statusOn: last.on };
  }
  const elsewhere = temporaryPlaceAtHome(homeTransfer, tree);
  if (elsewhere) {
    return {
      ...atHome,
      temporaryOrganizationId: elsewhere.organizationId,
      status: "TEMPORARILY_AWAY",
      statusOn: elsewhere.since,
    };
  }
  return { ...atHome, ...drawnStatus(random, career, isSettled || homeTransfer !== null) };
}

function drawnStatus(random: Random, { bornOn, admittedOn, officialOn }: Career, isSettled: boolean) {
  const since = officialOn ?? admittedOn;
  const point = random.fraction();
  const statusOn = Math.max(since, today - 1 - random.integer(0, 1_500));
  const active = { status: "ACTIVE", statusOn: since, heldOn: null } as const;
  if (isSettled || officialOn === null) return active;
  const isOld = bornOn < BORN_70_YEARS_AGO;
  if (point > 0.998) return { ...active, heldOn: statusOn };
  const status = isOld && point < 0.3 ? "EXEMPT" : STATUSES(random);
  return status === "ACTIVE" ? active : ({ status, statusOn, heldOn: null } as const);
}

const BORN_70_YEARS_AGO = addYears(today, -70);

const STATUSES = weighted<Standing["status"]>([
  ["ACTIVE", 982],
  ["EXEMPT", 4],
  ["TEMPORARILY_EXEMPT", 4],
  ["DECEASED", 6.5],
  ["NAME_REMOVED", 1.5],
  ["EXPELLED", 1],
  ["LEFT", 1],
]);
