import { dayNumber, type DayNumber } from "./days.ts";
import { districtId } from "./former-bodies.ts";
import { atLevel, foreignMinistryOrganizationId, organizationId } from "./home-trees.ts";
import { opaqueId } from "./identifiers.ts";
import type { Member } from "./members.ts";
import type { OverseasOrganization } from "./overseas-organizations.ts";
import { destinationOf } from "./standings.ts";
import { dayOfState, type Stay } from "./stays.ts";
import { movesOfficialPlace, type StayTransfer } from "./stay-paths.ts";
import { dayOf, type TransferStep } from "./transfer-paths.ts";

/** The bodies of the side that lets a member go, by the step in which they act. */
interface SendingSide {
  readonly cell: string;
  readonly grassroots: string;
  readonly issuer: string;
}

/** A transfer of a member with the organizations that take part, whether at home, out, onward or back. */
export interface Movement {
  /** Its number among all that the member might have; letters and papers are numbered from it. */
  readonly number: number;
  readonly id: string;
  readonly kind: "OFFICIAL" | "TEMPORARY";
  readonly direction: "HOME" | StayTransfer["direction"];
  readonly stay: Stay | null;
  readonly steps: readonly TransferStep[];
  readonly sending: SendingSide;
  readonly to: string;
  /** The day of the decision on which the move rests; null on the way onward and back. */
  readonly decidedOn: DayNumber | null;
  readonly isCardInCustody: boolean;
}

/** The number of the movement at home; those of stays are below it. */
const HOME_MOVEMENT = 15;

/** All transfers of a member, in the order of time. */
export function movementsOf(member: Member, nationMembers: number): readonly Movement[] {
  const abroad = member.stays.flatMap((stay, index) =>
    stay.transfers.map((transfer, place) => abroadMovement(member, nationMembers, stay, transfer, index * 4 + place)),
  );
  return member.homeTransfer ? [...abroad, homeMovement(member, nationMembers, member.homeTransfer)] : abroad;
}

/** Whether the home committee knows of a movement: of one that begins abroad it hears when the letter is issued. */
export const isKnownAtHome = ({ direction, steps }: Movement): boolean =>
  direction === "HOME" || direction === "OUT" || dayOf(steps, "ISSUED") !== null;

/** The number that the letter of a movement bears. */
export const letterNumber = ({ number, tree }: Member, movement: number): string =>
  `${((number * 7 + movement * 3 + tree.ordinal) % 1_900) + 1}-GT`;

const movementId = ({ tree, number }: Member, movement: number) => opaqueId("at", tree.ordinal, number * 16 + movement);

function homeMovement(member: Member, nationMembers: number, transfer: NonNullable<Member["homeTransfer"]>): Movement {
  const requestedOn = transfer.steps[0]?.on ?? 0;
  return {
    number: HOME_MOVEMENT,
    id: movementId(member, HOME_MOVEMENT),
    kind: transfer.kind,
    direction: "HOME",
    stay: null,
    steps: transfer.steps,
    sending: homeSide(member, nationMembers, transfer.fromOrganization, transfer.steps),
    to: organizationId(member.tree, transfer.toOrganization),
    decidedOn: requestedOn - 7,
    isCardInCustody: false,
  };
}

function abroadMovement(
  member: Member,
  nationMembers: number,
  stay: Stay,
  transfer: StayTransfer,
  number: number,
): Movement {
  const { direction, kind, steps } = transfer;
  const notifiedOn = dayOfState(stay, "NOTIFIED_MFA");
  const cardSince = member.cards.firstIssuedOn;
  const handsIn = direction === "OUT" && movesOfficialPlace(stay.plan.moveKind) && notifiedOn !== null;
  return {
    ...{ number, id: movementId(member, number), kind, direction, stay, steps },
    sending: direction === "OUT" ? homeSide(member, nationMembers, member.cell, steps) : overseasSide(stay, direction),
    to: destinationOf(stay, transfer, organizationId(member.tree, member.cell)),
    decidedOn: direction === "OUT" ? dayOfState(stay, "HOME_APPROVED") : null,
    isCardInCustody: handsIn && cardSince !== null && cardSince <= notifiedOn,
  };
}

/** Until June 2025 the district issued letters, since then the committee directly above the grassroots. */
function homeSide(member: Member, nationMembers: number, cell: number, steps: readonly TransferStep[]): SendingSide {
  const { tree, originCode } = member;
  const commune = atLevel(tree, cell, "ABOVE_GRASSROOTS");
  const isByDistrict = originCode.startsWith("PTC") && (dayOf(steps, "ISSUED") ?? Infinity) < DISTRICTS_ENDED_ON;
  return {
    cell: organizationId(tree, cell),
    grassroots: organizationId(tree, atLevel(tree, cell, "GRASSROOTS")),
    issuer: isByDistrict
      ? districtId(originCode, tree.places[commune] ?? 1, nationMembers)
      : organizationId(tree, commune),
  };
}

const DISTRICTS_ENDED_ON = dayNumber("2025-07-01");

/** Abroad the country's organization certifies and the Foreign Ministry's introduces. */
function overseasSide({ receiver, onwardReceiver }: Stay, direction: StayTransfer["direction"]): SendingSide {
  const cell: OverseasOrganization | null = direction === "BACK" ? (onwardReceiver ?? receiver) : receiver;
  const id = cell?.id ?? foreignMinistryOrganizationId;
  return { cell: id, grassroots: cell?.superiorId ?? id, issuer: foreignMinistryOrganizationId };
}
