import type { EventBody } from "#contract/event-bodies.ts";
import type { AssignmentAct, AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { TransferAct, TransferState } from "#contract/lifecycles/transfer.ts";
import { dayInVietnam } from "#contract/working-days.ts";

const today = dayInVietnam(new Date());

/** A step of a transfer that changes nothing besides. */
export const transferStep = (
  transferId: string,
  act_: TransferAct,
  state: TransferState,
  own: Partial<EventBody<"transfer.stepped">> = {},
): EventBody<"transfer.stepped"> => {
  const nothing = { organizationId: null, letterNumber: null, presentBy: null, reason: null };
  return { transferId, act: act_, state, by: "SYSTEM", on: today, ...nothing, ...own };
};

/** All that a receiver tells of a transfer up to its acceptance, in this order. */
export const acceptance = (transferId: string, organizationId: string | null) =>
  [
    transferStep(transferId, "PRESENT_TRANSFER_LETTER", "PRESENTED", { organizationId }),
    transferStep(transferId, "CHECK_TRANSFER_FILE", "FILE_CHECKED", { organizationId }),
    transferStep(transferId, "ACCEPT_AT_RECEIVING_CELL", "ACCEPTED", { organizationId }),
  ] as const;

/** A step of a stay abroad that changes nothing besides. */
export const stayStep = (
  assignmentId: string,
  act_: AssignmentAct,
  state: AssignmentState,
  own: Partial<EventBody<"assignment.stepped">> = {},
): EventBody<"assignment.stepped"> => ({
  ...{ assignmentId, act: act_, state, by: "FOREIGN_MINISTRY", on: today, moveKind: null, transferId: null },
  ...{ organizationId: null, countryCode: null, expectedReturnOn: null, returnedOn: null, letterNumber: null },
  ...{ dueOn: null, reason: null },
  ...own,
});

/** Somebody made up whom PTC-79 sends to the cell of `rows.ts`, unless told otherwise. */
export const announcement = (transferId: string, own: Partial<EventBody<"transfer.announced">> = {}) => ({
  transferId,
  assignmentId: null,
  memberId: `mb_of_${transferId}`,
  person: {
    ...{ familyName: "Trần", middleName: null, givenName: "Giả", memberClass: "OFFICIAL" as const },
    ...{ admittedOn: "2012-05-19", officialOn: "2013-05-19" },
    ...{ homeCommittee: "PTC-79", homeOrganizationId: "po_cell000000079" },
  },
  kind: "OFFICIAL" as const,
  fromOrganizationId: "po_cell000000079",
  toOrganizationId: "po_cell000000001",
  letterKind: "OFFICIAL" as const,
  letterNumber: "9-GT",
  issuedOn: today,
  presentBy: "2027-01-10",
  isCardInCustody: false,
  documents: ["SELF-REVIEW" as const],
  isFileListCertified: true,
  ...own,
});
