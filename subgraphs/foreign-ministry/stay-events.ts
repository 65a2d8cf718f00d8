import type { EventBody } from "#contract/event-bodies.ts";
import { assignmentLifecycle, type AssignmentAct, type AssignmentState } from "#contract/lifecycles/assignment.ts";
import { EventEarly, EventRefused, requireInserted } from "#kit/inbox.ts";
import { takeStep } from "#kit/take-step.ts";
import type { ActScene } from "./acts.ts";
import { standingEntries } from "./directory-entries.ts";
import { changeStay, findStay, noteStayStep, stayRow, tellHome } from "./stay-case.ts";

/** What a handler of events works with. */
export interface EventScene extends Pick<ActScene, "tx" | "today" | "now" | "targetOf"> {
  /** The day of what happened at the source. */
  readonly happenedOn: string;
}

/** A home committee has declared a stay: the register begins it, with the least of whom it is about. */
export async function assignmentDeclared(scene: EventScene, body: EventBody<"assignment.declared">): Promise<void> {
  const { tx } = scene;
  const { assignmentId: id, person } = body;
  const begun = await tx
    .insertInto("overseas_assignment")
    .values({
      id,
      member_id: body.memberId,
      purpose: body.purpose,
      country_code: body.countryCode,
      state: "DECLARED",
      declared_by: body.declaredBy,
      home_committee: person.homeCommittee,
      declared_on: body.declaredOn,
      departs_on: body.departsOn,
      expected_return_on: body.expectedReturnOn,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  requireInserted(begun);
  await tx
    .insertInto("traveller")
    .values({
      assignment_id: id,
      family_name: person.familyName,
      middle_name: person.middleName,
      given_name: person.givenName,
      member_class: person.memberClass,
      admitted_on: person.admittedOn,
      official_on: person.officialOn,
      home_organization_id: person.homeOrganizationId,
    })
    .execute();
  const row = stayRow("DECLARE_ASSIGNMENT");
  await noteStayStep(scene, id, { row, actor: "HOME_COMMITTEE" }, { on: body.declaredOn });
}

/** Bodies at home as the history of a stay names them; the body that issues letters acts for the committee. */
const REACHED_BY = {
  HOME_CELL: "HOME_CELL",
  HOME_GRASSROOTS_COMMITTEE: "HOME_GRASSROOTS_COMMITTEE",
  SYSTEM: "SYSTEM",
} as const;

/** A step that was taken at home; what is done abroad is the ministry's own and is told by nobody else. */
export async function assignmentStepped(scene: EventScene, body: EventBody<"assignment.stepped">): Promise<void> {
  const { tx } = scene;
  const { assignmentId: id, act, moveKind, by, on, returnedOn } = body;
  const row = stayRow(act);
  if (row.side !== "HOME" || act === "DECLARE_ASSIGNMENT") throw new EventRefused("EVENT_UNEXPECTED");
  // A procedure is chosen once, and nobody has returned before the stay is over.
  const isOver = ENDED.has(row.to);
  const isChoice = row.from.includes("HOME_APPROVED") && !isOver;
  if ((moveKind !== null && !isChoice) || (returnedOn !== null && !isOver)) throw new EventRefused("EVENT_UNEXPECTED");
  if (moveKind !== null) await changeStay(scene, id, { move_kind: moveKind });
  await step(scene, id, act);
  const actor = REACHED_BY[by as keyof typeof REACHED_BY] ?? "HOME_COMMITTEE";
  await noteStayStep(scene, id, { row, actor }, { on });
  const stay = await findStay(scene, id);
  if (returnedOn !== null) {
    const started_on = stay?.started_on ?? stay?.departs_on ?? returnedOn;
    const begun = started_on < returnedOn ? started_on : returnedOn;
    await changeStay(scene, id, { returned_on: returnedOn, started_on: begun });
  }
  // Once a stay is over, the ministry needs to know nothing more of the person than its register.
  if (isOver) await tx.deleteFrom("traveller").where("assignment_id", "=", id).execute();
}

const ENDED: ReadonlySet<string> = new Set(["REFUSED", "ENDED", "CLOSED", "CANCELLED"]);

/** A letter was issued, or a list: the ministry has its notice, and the organization abroad somebody to expect. */
export async function transferAnnounced(
  scene: EventScene,
  body: EventBody<"transfer.announced">,
  sender: string,
): Promise<void> {
  const { tx, today } = scene;
  const stay = await findStay(scene, body.assignmentId ?? "");
  if (stay?.member_id !== body.memberId) throw new EventRefused("EVENT_UNEXPECTED");
  // The home committee's own steps come under another subject and may still be on their way.
  if (BEFORE_TRANSFER.has(stay.state)) throw new EventEarly();
  // Whom a letter names sees the member: who has ended or works elsewhere does not, and the ministry passes it on.
  const addressed = await standingEntries(tx, today)
    .where("organizationId", "=", body.toOrganizationId ?? "")
    .where("countryCode", "=", stay.country_code)
    .executeTakeFirst();
  const hasCard = body.isCardInCustody && body.kind === "OFFICIAL" && body.person.memberClass === "OFFICIAL";
  await changeStay(scene, stay.id, {
    notice_kind: body.letterKind === "OVERSEAS_WORK_SLIP" ? "LIST_ENTRY" : "LETTER",
    notice_number: body.letterNumber,
    notice_issued_on: body.issuedOn,
    notice_received_on: today < body.issuedOn ? body.issuedOn : today,
    addressed_organization_id: addressed?.organizationId ?? null,
    ...(hasCard && { card_received_on: today }),
  });
  const expected = await tx
    .insertInto("arrival")
    .values({
      id: body.transferId,
      assignment_id: stay.id,
      sender,
      kind: body.kind,
      state: "IN_TRANSIT",
      letter_number: body.letterNumber,
      letter_issued_on: body.issuedOn,
      present_due_on: body.presentBy,
      is_file_list_certified: body.isFileListCertified,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  requireInserted(expected);
  await step(scene, stay.id, "RECORD_NOTICE");
  const notice = { row: stayRow("RECORD_NOTICE"), actor: "SYSTEM" } as const;
  await noteStayStep(scene, stay.id, notice);
  await tellHome(scene, stay, notice, { transferId: body.transferId });
}

/** States of a stay from which steps at home may yet lead to a letter. */
const BEFORE_TRANSFER: ReadonlySet<AssignmentState> = new Set(["DECLARED", "HOME_APPROVED", "EXEMPT_REQUESTED"]);

const step = ({ tx }: EventScene, id: string, act: AssignmentAct) =>
  takeStep(tx, { table: "overseas_assignment", id, expectedVersion: null, lifecycle: assignmentLifecycle, act });
