import type { EventBody } from "#contract/event-bodies.ts";
import type { OutgoingEvent } from "#kit/outbox.ts";

/** A step of a made-up transfer, as one office tells another. */
export const stepped = (target: string, subject: string, reason: string | null = null): OutgoingEvent => ({
  target,
  subject,
  kind: "transfer.stepped",
  body: {
    transferId: subject,
    act: "PRESENT_TRANSFER_LETTER",
    state: "PRESENTED",
    by: "RECEIVING_CELL",
    on: "2026-03-02",
    organizationId: null,
    letterNumber: null,
    presentBy: null,
    reason,
  },
});

const place = { countryCode: "VN", provinceCode: null, detail: null };

const file: EventBody<"member.handed-over">["file"] = {
  ...{ familyName: "Nguyễn", middleName: null, givenName: "An", birthName: null, aliases: null, sex: "MALE" },
  ...{ bornOn: "1970-01-01", birthPlace: place, nativePlace: place, permanentResidence: null, temporaryResidence: null },
  ...{ ethnicityCode: "01", ethnicityListVersion: "1979", religion: null, occupationBefore: null, occupationNow: null },
  ...{ occupationGroup: null, generalEducation: "12/12", professionalQualification: null, politicalTheory: null },
  ...{ foreignLanguages: null, memberClass: "OFFICIAL", memberCategory: null, admissionDecidedOn: "2000-01-01" },
  ...{ admittedOn: "2000-01-01", admissionPlace: null, officialOn: "2001-01-01", officialPlace: null },
  ...{ recordNumber: "1", cardNumberOld: null, cardNumber: null, cardIssuedOn: null, cardIssuePlace: null },
  ...{ badgeNumber: null, transferHeldOn: null, transferHeldBy: null, isSynthetic: true },
};

/** The file of a made-up member, as one committee hands it to another. */
export const handedOver = (target: string, subject: string, own: Partial<typeof file>): OutgoingEvent => ({
  target,
  subject,
  kind: "member.handed-over",
  body: {
    ...{ memberId: `mb_of_${subject}`, transferId: subject, fromCommittee: "PTC-01", homeCommittee: "PTC-79" },
    ...{ homeOrganizationId: "po_1", on: "2026-03-02", file: { ...file, ...own } },
  },
});
