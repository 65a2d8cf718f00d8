import { assignmentLifecycle } from "#contract/lifecycles/assignment.ts";
import { takeStep } from "#kit/take-step.ts";
import { notCompetent, requireGuard, type ActScene } from "./acts.ts";
import { applicationOf, noteApplicationStep, type ApplicationInput } from "./application-case.ts";
import { headOf } from "./home-organizations.ts";
import { tellAssignmentStep } from "./outgoing.ts";

/**
 * Removes the name of a member whom the committee abroad did not recognize as official: the record keeps it as its
 * status, the stay is over, and the ministry hears of it. The act of the home committee itself.
 */
export async function removeName(scene: ActScene, input: ApplicationInput) {
  const { tx, claims, committee, today } = scene;
  const application = await applicationOf(scene, input.application);
  const { id, member_id } = application;
  const step = { table: "overseas_application", id, lifecycle: assignmentLifecycle, act: "REMOVE_NAME" } as const;
  const { row } = await takeStep(tx, { ...step, expectedVersion: input.expectedVersion });
  // The cell of whoever is abroad is no organization at home, so nobody below the committee answers for them.
  if (claims.organization !== committee) throw notCompetent();
  requireGuard(application.recognition_refused_on !== null, row, "RECOGNITION_REFUSED", scene);
  const removed = { activity_status: "NAME_REMOVED", activity_status_on: today } as const;
  await tx.updateTable("member").set(removed).where("id", "=", member_id).execute();
  const organizationId = await headOf(tx, committee);
  await noteApplicationStep(tx, id, row.to, today, organizationId);
  await tellAssignmentStep(scene, id, row, { organizationId });
  return { id, subjects: [id] };
}
