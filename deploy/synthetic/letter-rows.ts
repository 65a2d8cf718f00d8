import type { Insertable } from "kysely";
import type {
  ActivityTransferDocumentTable,
  ActivityTransferLetterBoxTable,
  ActivityTransferLetterTable,
} from "../../subgraphs/provincial-committees/tables.ts";
import { dayText, type DayNumber } from "./days.ts";
import { opaqueId } from "./identifiers.ts";
import type { Member } from "./members.ts";
import { letterNumber, type Movement } from "./movements.ts";
import { isWorkSlip } from "./stays.ts";
import { dayOf } from "./transfer-paths.ts";

interface Letter {
  readonly id: string;
  readonly kind: "OFFICIAL" | "TEMPORARY" | "ABROAD" | "OVERSEAS_WORK_SLIP";
  readonly issuedOn: DayNumber;
  readonly voidedOn: DayNumber | null;
}

/** The letters of a transfer, void ones included. */
export function* letterRows(member: Member, movement: Movement): Generator<Insertable<ActivityTransferLetterTable>> {
  for (const [index, { id, kind, issuedOn, voidedOn }] of lettersOf(member, movement).entries()) {
    yield {
      id,
      transfer_id: movement.id,
      issued_on: dayText(issuedOn),
      voided_on: voidedOn === null ? null : dayText(voidedOn),
      kind,
      letter_number:
        index === 0 ? letterNumber(member, movement.number) : `${letterNumber(member, movement.number)}/${index + 1}`,
      issuer_organization_id: movement.sending.issuer,
    };
  }
}

/** Out of the country go two letters, or one slip for labour; a lost letter is voided and written again. */
function lettersOf(member: Member, { number, kind, direction, stay, steps }: Movement): readonly Letter[] {
  const issuedOn = dayOf(steps, "ISSUED");
  if (issuedOn === null) return [];
  const isAbroad = direction === "OUT" && kind === "OFFICIAL";
  const isSlip = isAbroad && stay !== null && isWorkSlip(stay, issuedOn);
  const first = isSlip ? "OVERSEAS_WORK_SLIP" : kind;
  const kinds = isAbroad && !isSlip ? ([first, "ABROAD"] as const) : ([first] as const);
  const lostOn = dayOf(steps, "LOST");
  const reissuedOn = dayOf(steps, "REISSUED");
  const issues = [
    { issuedOn, voidedOn: lostOn },
    ...(reissuedOn === null ? [] : [{ issuedOn: reissuedOn, voidedOn: null }]),
  ];
  // At most four letters: two kinds, each written twice.
  const firstNumber = (member.number * 16 + number) * 4;
  return issues.flatMap((issue, round) =>
    kinds.map((letterKind, index) => ({
      ...issue,
      kind: letterKind,
      id: opaqueId("lt", member.tree.ordinal, firstNumber + round * kinds.length + index),
    })),
  );
}

/**
 * The filled boxes of each letter: cell, grassroots committee, issuing body, and the receiving cell in the valid one.
 */
export function* letterBoxRows(
  member: Member,
  movement: Movement,
): Generator<Insertable<ActivityTransferLetterBoxTable>> {
  const { steps, sending, to } = movement;
  for (const { id, issuedOn, voidedOn } of lettersOf(member, movement)) {
    const isFirstIssue = dayOf(steps, "ISSUED") === issuedOn;
    const acceptedOn = voidedOn === null ? dayOf(steps, "ACCEPTED") : null;
    const boxes = [
      [isFirstIssue ? dayOf(steps, "CELL_REVIEWED") : issuedOn, sending.cell, sending.grassroots, "T/M chi ủy"],
      [isFirstIssue ? dayOf(steps, "CERTIFIED") : issuedOn, sending.grassroots, sending.issuer, "T/M đảng ủy cơ sở"],
      [issuedOn, sending.issuer, to, "T/M ban thường vụ"],
      [acceptedOn, to, null, "T/M chi ủy"],
    ] as const;
    for (const [index, [signedOn, from, addressee, office]] of boxes.entries()) {
      if (signedOn === null) continue;
      yield {
        letter_id: id,
        box_number: index + 1,
        signed_on: dayText(signedOn),
        number: `${(member.number % 90) + index + 1}`,
        from_organization_id: from,
        to_organization_id: addressee,
        signer_office: office,
      };
    }
  }
}

/** What papers go with a transfer; codes are those of the Commission's list of forms. */
export function* documentRows(
  member: Member,
  movement: Movement,
): Generator<Insertable<ActivityTransferDocumentTable>> {
  const { kind, direction, decidedOn, stay, steps, sending } = movement;
  const requestedOn = steps[0]?.on ?? 0;
  const issuedOn = dayOf(steps, "ISSUED");
  const paper = (place: number, formCode: string, on: DayNumber, issuer: string | null, box: number | null) => ({
    id: opaqueId("dc", member.tree.ordinal, (member.number * 16 + movement.number) * 4 + place),
    transfer_id: movement.id,
    issued_on: dayText(on),
    box_number: box,
    form_code: formCode,
    issuer_organization_id: issuer,
  });
  if (decidedOn !== null && direction === "OUT") yield paper(0, "STATE-DECISION", decidedOn, null, null);
  if (kind === "OFFICIAL") yield paper(1, "SELF-REVIEW", requestedOn, null, 1);
  if (issuedOn !== null && direction === "OUT" && stay !== null && isWorkSlip(stay, issuedOn)) {
    yield paper(2, "3C-SHD", issuedOn, sending.issuer, null);
  }
}
