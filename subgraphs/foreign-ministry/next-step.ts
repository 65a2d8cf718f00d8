import { legalBasisOn } from "#contract/legal-bases.ts";
import { assignmentLifecycle, type AssignmentAct } from "#contract/lifecycles/assignment.ts";
import { rowsFrom, step, type LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { actors } from "#contract/lifecycles/vocabulary.ts";
import { dayInVietnam } from "#contract/working-days.ts";
import type { Assignment } from "./assignments.ts";
import type { ForeignMinistryContext } from "./context.ts";

/**
 * What a stay waits for: by the lifecycle, and before the receipt by the transfer on which it depends. Null when the
 * stay is over.
 */
export async function nextStepOf(assignment: Assignment, context: ForeignMinistryContext) {
  const { arrivalsByAssignment, officialDecisionsByAssignment } = context;
  if (assignment.state === "NOTIFIED_MFA") {
    const [arrival] = await arrivalsByAssignment.load(assignment.id);
    // The letter came back, and home will say that the stay does not take place.
    if (arrival?.state === "WITHDRAWN") return null;
    if (arrival && arrival.state !== "FILE_CHECKED") {
      const row = rowsFrom(transferLifecycle, arrival.state).find(({ isExpected }) => isExpected);
      if (row) return stepFrom(row, assignment, arrival.presentDueOn);
    }
    return stepFrom(rowFor(assignment), assignment, arrival?.presentDueOn ?? null);
  }
  const removal = step(assignmentLifecycle, assignment.state, "REMOVE_NAME");
  if (removal.ok && (await officialDecisionsByAssignment.load(assignment.id))?.isRecognized === false)
    return stepFrom(removal.row, assignment, null);
  const row = rowFor(assignment);
  return row && stepFrom(row, assignment, dueOf(assignment));
}

/** Which of several acts a kind of move asks for; the others are not on its way. */
const ACT_OF_MOVE: Readonly<Partial<Record<NonNullable<Assignment["moveKind"]>, AssignmentAct>>> = {
  SINGLE_GUIDANCE: "GUIDE_SINGLY",
  NEW_CELL: "FOUND_CELL_ABROAD",
};

function rowFor({ state, moveKind }: Assignment): LifecycleRow | null {
  const rows = rowsFrom(assignmentLifecycle, state).filter(({ isExpected }) => isExpected);
  const asked = moveKind && rows.find(({ act }) => act === ACT_OF_MOVE[moveKind]);
  // Whoever is guided singly and cared for abroad waits for the return, not for a cell that may never be founded.
  return (state !== "SINGLE_GUIDED" && asked) || rows.find(({ act }) => act !== "FOUND_CELL_ABROAD") || null;
}

/** The day until which something is to be done, where one stands in the register. */
function dueOf({ state, expectedReturnOn, returnDueOn, departsOn }: Assignment): string | null {
  switch (state) {
    case "RECEIVED_ABROAD":
    case "SINGLE_GUIDED":
    case "EXTENDED":
    case "MOVED_COUNTRY":
    case "RETURN_STARTED":
    case "CONFIRMED_ABROAD":
      return expectedReturnOn;
    case "INTRODUCED_HOME":
    case "OVERDUE":
      return returnDueOn;
    case "DECLARED":
    case "HOME_APPROVED":
      return departsOn;
    default:
      return null;
  }
}

function stepFrom(row: LifecycleRow | null, assignment: Assignment, dueOn: string | null) {
  const [actor] = row?.by ?? [];
  if (!row || !actor) return null;
  const isAbroad = row.side === "RECEIVER" || row.by.includes("OVERSEAS_COMMITTEE");
  const organizationId = assignment.addressedOrganizationId ?? assignment.receivingOrganizationId;
  return {
    act: row.act,
    text: row.text.vi,
    textEnglish: row.text.en,
    office: actors[actor].vi,
    officeEnglish: actors[actor].en,
    organization: isAbroad && organizationId ? { id: organizationId } : null,
    formCodes: row.documents,
    dueOn,
    legalBasisCode: legalBasisOn(row.legalBasis.topic, dayInVietnam(new Date())),
  };
}
