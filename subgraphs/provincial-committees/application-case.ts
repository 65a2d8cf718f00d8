import type { Insertable, Selectable, Updateable } from "kysely";
import { assignmentLifecycle, type AssignmentAct, type AssignmentState } from "#contract/lifecycles/assignment.ts";
import type { LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { ActRefused } from "#kit/act-outcome.ts";
import { takeStep } from "#kit/take-step.ts";
import { actingBody, caseUnknown, type ActInput, type ActScene, type ActTransaction } from "./acts.ts";
import { bodiesByOrganization, type HomeBodies } from "./home-organizations.ts";
import type { MemberRow } from "./members.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import { tellAssignmentStep } from "./outgoing.ts";
import type { OverseasApplicationDocumentTable, OverseasApplicationTable } from "./work-tables.ts";

/** What an act on an application is sent with. */
export interface ApplicationInput extends ActInput {
  readonly application: string;
  readonly expectedVersion: number;
}

/** An application in the midst of an act: as it was before, with its member and who acts. */
export interface ApplicationCase {
  readonly row: LifecycleRow<AssignmentState, AssignmentAct>;
  readonly application: Selectable<OverseasApplicationTable>;
  readonly member: MemberRow;
  readonly bodies: HomeBodies | null;
  readonly organization: string;
}

/** What was done; the rest is the same for every act. */
type Effect = (
  applicationCase: ApplicationCase,
) => Promise<Updateable<OverseasApplicationTable> | void> | Updateable<OverseasApplicationTable> | void;

/**
 * Moves an application on by one act: checks version, state and who acts, lets `effect` check guards and say what
 * changes, notes the step and tells the Foreign Ministry.
 */
export async function stepApplication(
  scene: ActScene,
  input: ApplicationInput,
  act: AssignmentAct,
  effect: Effect = () => undefined,
) {
  const { tx, today } = scene;
  const application = await applicationOf(scene, input.application);
  const step = { table: "overseas_application", id: application.id, lifecycle: assignmentLifecycle, act };
  const { row } = await takeStep(tx, { ...step, expectedVersion: input.expectedVersion });
  const member = await memberOf(tx, application.member_id);
  const bodies = await bodiesByOrganization(tx).load(member.official_organization_id);
  const organization = actingBody(row, bodies, scene);
  const changed = await effect({ row, application, member, bodies, organization });
  if (changed) await tx.updateTable("overseas_application").set(changed).where("id", "=", application.id).execute();
  await noteApplicationStep(tx, application.id, row.to, today, organization);
  await tellAssignmentStep(scene, application.id, row, {
    moveKind: changed?.move_kind ?? null,
    organizationId: organization,
    returnedOn: changed?.returned_on ?? null,
    dueOn: changed?.return_report_due_on ?? null,
  });
  return { id: application.id, subjects: [application.id] };
}

/** Changes an application without moving it on, if it is still of the version that was seen. */
export async function changeApplication(
  { tx }: ActScene,
  { id, state, version }: Selectable<OverseasApplicationTable>,
  expectedVersion: number,
  changed: Updateable<OverseasApplicationTable>,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("overseas_application")
    .set((eb) => ({ ...changed, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .where("version", "=", expectedVersion)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows > 0n) return;
  const message = `The case has moved on: it is at version ${version}, in state ${state}.`;
  throw new ActRefused({ kind: "conflict", currentVersion: version, currentState: state, message });
}

/** An application of the scene's committee. @throws ActRefused when there is none */
export async function applicationOf({ tx, committee }: ActScene, id: string) {
  const found = tx.selectFrom("overseas_application").selectAll().where("id", "=", id);
  const application = await found.where("committee_code", "=", committee).executeTakeFirst();
  if (!application) throw caseUnknown();
  return application;
}

/** The whole record of a member who is known to have one. */
export const memberOf = (tx: ActTransaction, id: string): Promise<MemberRow> =>
  tx.selectFrom("member").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** Notes a state that an application has entered. */
export async function noteApplicationStep(
  tx: ActTransaction,
  application_id: string,
  state: AssignmentState,
  entered_on: string,
  organization_id: string | null,
): Promise<void> {
  await tx
    .insertInto("overseas_application_step")
    .columns(["application_id", "state", "entered_on", "organization_id", "ordinal"])
    .expression((eb) =>
      eb
        .selectFrom("overseas_application_step")
        .where("application_id", "=", application_id)
        .select(({ fn, val, cast, lit }) => [
          val(application_id).as("application_id"),
          val(state).as("state"),
          cast<string>(val(entered_on), "date").as("entered_on"),
          val(organization_id).as("organization_id"),
          eb(fn.coalesce(fn.max("ordinal"), lit(0)), "+", 1).as("ordinal"),
        ]),
    )
    .execute();
}

/** Puts a paper to an application. */
export async function addApplicationPaper(
  tx: ActTransaction,
  paper: Omit<Insertable<OverseasApplicationDocumentTable>, "id">,
): Promise<void> {
  await tx.insertInto("overseas_application_document").values({ id: newOpaqueId("dc"), ...paper }).execute();
}
