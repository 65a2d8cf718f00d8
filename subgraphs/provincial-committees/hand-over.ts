import type { Selectable } from "kysely";
import type { AgencyEvent } from "#contract/events.ts";
import { EventRefused } from "#kit/inbox.ts";
import { emit } from "#kit/outbox.ts";
import type { ActScene, ActTransaction } from "./acts.ts";
import { memberOf } from "./application-case.ts";
import { fileOf, recordFrom } from "./home-file.ts";
import { tellPlace } from "./outgoing.ts";
import { committeeOf } from "./receivers.ts";
import type { ActivityTransferTable } from "./tables.ts";
import { noteTransferStep } from "./transfer-case.ts";

type Transfer = Selectable<ActivityTransferTable>;
type HandedOver = AgencyEvent<"member.handed-over">;

/** Where an official transfer at home has led. */
interface Destination {
  /** The organization that has accepted. */
  readonly place: string;
  readonly committee: string;
  /** Name of the process that serves the committee. */
  readonly target: string;
}

/**
 * The file follows an official transfer to another home committee, with the roster and in its transaction: the record
 * goes to that committee, and what stays behind points there. The Commission's index leads there from then on.
 */
export async function handOver(
  scene: Pick<ActScene, "tx" | "today" | "now">,
  { id: transferId, member_id: memberId, committee_code: from }: Transfer,
  { place, committee, target }: Destination,
): Promise<void> {
  const { tx, today, now } = scene;
  if ((await committeeOf(tx, place)) === committee) {
    // Both committees are served here: the record, and what hangs on it, changes hands where it is.
    const left = { left_committee_code: from, left_on: today };
    const moved = { committee_code: committee, activity_status: "ACTIVE", ...left } as const;
    await tx.updateTable("member").set(moved).where("id", "=", memberId).execute();
    await tx.updateTable("activity_transfer").set({ from_committee_code: from }).where("id", "=", transferId).execute();
  } else {
    const file = fileOf(await memberOf(tx, memberId));
    const home = { fromCommittee: from ?? "", homeCommittee: committee, homeOrganizationId: place };
    const body = { memberId, transferId, ...home, on: today, file };
    await emit(tx, [{ target, subject: transferId, kind: "member.handed-over", body }], now);
    const closed = { moved_to_committee_code: committee, moved_on: today };
    await tx.updateTable("member").set(closed).where("id", "=", memberId).execute();
  }
  await tellPlace(scene, { id: memberId, committee_code: committee }, place);
}

/**
 * A committee hands over the file of one whom a committee here has accepted: the record is opened, or opened again for
 * one who comes back, by the committee and in the cell that have accepted, whatever the sender calls them. The move
 * stands in the member's own list, and shows to those they left for some days.
 */
export async function takeHandOver(
  tx: ActTransaction,
  { source, body, occurredAt }: HandedOver,
  targetOf: ActScene["targetOf"],
): Promise<void> {
  const { memberId: id, transferId, fromCommittee, on, file } = body;
  const arrival = await tx.selectFrom("arrival").selectAll().where("id", "=", transferId).executeTakeFirst();
  if (!arrival) throw new EventRefused("EVENT_UNEXPECTED");
  if (arrival.sender !== source || targetOf(fromCommittee) !== source) throw new EventRefused("EVENT_MISDIRECTED");
  const isAccepted = arrival.accepted_on !== null && arrival.kind === "OFFICIAL";
  const { committee_code: homeCommittee, to_organization_id: homeOrganizationId } = arrival;
  if (!isAccepted || arrival.member_id !== id) throw new EventRefused("EVENT_UNEXPECTED");
  const status = { activity_status: "ACTIVE", activity_status_on: on, temporary_organization_id: null } as const;
  const home = { committee_code: homeCommittee, official_organization_id: homeOrganizationId };
  const move = { left_committee_code: fromCommittee, left_on: on, moved_to_committee_code: null, moved_on: null };
  const record = { ...recordFrom(file), ...home, ...status, ...move };
  const known = await tx.selectFrom("member").select("moved_on").where("id", "=", id).executeTakeFirst();
  // Whoever's record is kept here is handed over by nobody else.
  if (known?.moved_on === null) throw new EventRefused("EVENT_UNEXPECTED");
  if (known) await tx.updateTable("member").set(record).where("id", "=", id).execute();
  else await tx.insertInto("member").values({ id, ...record }).execute();
  await tx
    .insertInto("activity_transfer")
    .values({
      ...{ id: transferId, member_id: id, kind: "OFFICIAL", state: "CLOSED", requested_on: arrival.issued_on },
      from_organization_id: arrival.from_organization_id,
      to_organization_id: homeOrganizationId,
      from_committee_code: fromCommittee,
      to_committee_code: homeCommittee,
      is_card_in_mfa_custody: false,
      legal_basis_code: arrival.legal_basis_code,
      late_reason: arrival.late_reason,
      contents_certified_on: arrival.contents_certified_on,
    })
    .execute();
  await noteTransferStep(tx, transferId, on, { state: "CLOSED", organization: null });
  if (body.homeCommittee === homeCommittee) return;
  // The letter named another committee than that of its addressee, and so did the sender to the Commission.
  const scene = { tx, today: on, now: new Date(occurredAt) };
  await tellPlace(scene, { id, committee_code: homeCommittee }, homeOrganizationId);
}
