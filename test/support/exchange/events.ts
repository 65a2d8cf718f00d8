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
