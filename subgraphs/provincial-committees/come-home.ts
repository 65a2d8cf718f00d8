import { assignmentLifecycle } from "#contract/lifecycles/assignment.ts";
import { takeStep } from "#kit/take-step.ts";
import { type ActScene } from "./acts.ts";
import { applicationOf, noteApplicationStep } from "./application-case.ts";
import { beginArrivalStep, endArrivalStep, type ArrivalCase } from "./arrival-case.ts";
import { tellAssignmentStep, tellPlace } from "./outgoing.ts";
import { returnReportLimit } from "./return-reports.ts";

/**
 * What follows from the acceptance of one who comes from abroad: the arrival is closed, the stay too, the limit for
 * the report runs, and the one official place is at home again.
 */
export async function comeHome(scene: ActScene, found: ArrivalCase): Promise<void> {
  const { tx, today } = scene;
  const { arrival } = found;
  const closing = await beginArrivalStep(scene, { arrival: arrival.id, expectedVersion: null }, "CLOSE_TRANSFER");
  await endArrivalStep(scene, closing, {});
  await placeAtHome(scene, found);
  if (arrival.assignment_id === null) return;
  const application = await applicationOf(scene, arrival.assignment_id);
  const step = { table: "overseas_application", id: application.id, lifecycle: assignmentLifecycle } as const;
  const { row } = await takeStep(tx, { ...step, expectedVersion: null, act: "ACCEPT_AT_HOME" });
  const returned_on = application.returned_on ?? today;
  const limit = await returnReportLimit(tx, scene.committee, found.bodies, returned_on);
  const changed = { returned_on, ...limit, official_decision_due_on: null };
  await tx.updateTable("overseas_application").set(changed).where("id", "=", application.id).execute();
  await noteApplicationStep(tx, application.id, row.to, today, found.organization);
  await tellAssignmentStep(scene, application.id, row, {
    transferId: arrival.id,
    organizationId: found.organization,
    returnedOn: returned_on,
    dueOn: limit.return_report_due_on,
  });
}

/** An official stay took the official place along; a temporary one left it where it was. */
async function placeAtHome(scene: ActScene, { arrival }: ArrivalCase): Promise<void> {
  const { tx, today } = scene;
  const official = arrival.kind === "OFFICIAL" ? { official_organization_id: arrival.to_organization_id } : {};
  const status = { activity_status: "ACTIVE", activity_status_on: today, temporary_organization_id: null } as const;
  await tx.updateTable("member").set({ ...official, ...status }).where("id", "=", arrival.member_id).execute();
  const { member_id: id, committee_code, to_organization_id: place } = arrival;
  if (arrival.kind === "OFFICIAL") await tellPlace(scene, { id, committee_code }, place);
}
