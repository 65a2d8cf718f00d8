import type { AssignmentAct } from "#contract/lifecycles/assignment.ts";
import type { FormCode } from "#contract/lifecycles/vocabulary.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { requireDays } from "#kit/act-days.ts";
import { emit } from "#kit/outbox.ts";
import { homeMutation, inputRefused, requireGuard, type ActScene } from "./acts.ts";
import {
  addApplicationPaper,
  applicationOf,
  changeApplication,
  stepApplication,
  type ApplicationCase,
  type ApplicationInput,
} from "./application-case.ts";
import { declareAssignment } from "./declare-assignment.ts";
import { procedureFits } from "./procedure-rules.ts";
import { removeName } from "./remove-name.ts";
import { returnReportLimit } from "./return-reports.ts";
import { wasAcceptedAbroad, withdrawBeforeLetter } from "./transfer-case.ts";
import type { MoveKind } from "./work-tables.ts";

const TAKEN = "HomeApplicationStepTaken";
const subject = ({ application }: ApplicationInput) => application;

/** A mutation that moves an application on. */
const applicationMutation = <Input extends ApplicationInput>(
  act: AssignmentAct,
  effect?: (scene: ActScene, input: Input, applicationCase: ApplicationCase) => ReturnType<Effect>,
) =>
  homeMutation<Input, { readonly id: string }>({
    act,
    taken: TAKEN,
    subject,
    run: (scene, input) => stepApplication(scene, input, act, (found) => effect?.(scene, input, found)),
  });

type Effect = NonNullable<Parameters<typeof stepApplication>[3]>;

/** Decides on a procedure, if the rules give it for the stay. */
async function decide(scene: ActScene, { row, application, organization }: ApplicationCase, moveKind: MoveKind) {
  const { purpose, departs_on: departsOn, expected_return_on: expectedReturnOn, group_size: groupSize } = application;
  const fits = procedureFits(moveKind, { purpose, departsOn, expectedReturnOn, groupSize });
  requireGuard(fits, row, "PROCEDURE_FITS", scene);
  for (const form_code of row.documents) await addPaper(scene, application.id, form_code, organization);
  return { move_kind: moveKind };
}

/** Nobody of the home side issues an application or a State's decision. */
const OF_OTHERS: ReadonlySet<FormCode> = new Set(["EXEMPTION-APPLICATION", "LEAVE-REPORT", "STATE-DECISION"]);

const addPaper = ({ tx, today }: ActScene, application_id: string, form_code: FormCode, organization: string) => {
  const issuer_organization_id = OF_OTHERS.has(form_code) ? null : organization;
  return addApplicationPaper(tx, { application_id, form_code, issued_on: today, issuer_organization_id });
};

/** A stay without transfer: its report falls due some time after the expected return. */
const decideWithReport = async (scene: ActScene, found: ApplicationCase, moveKind: MoveKind) => ({
  ...(await decide(scene, found, moveKind)),
  ...(await returnReportLimit(scene.tx, scene.committee, found.bodies, found.application.expected_return_on)),
});

const TRANSFERS: ReadonlySet<MoveKind> = new Set([
  "TEMPORARY_TRANSFER", "OFFICIAL_TRANSFER", "SINGLE_GUIDANCE", "NEW_CELL",
]);

/** The acts of a home committee on applications to go abroad, as fields of `Mutation`. */
export const applicationActs = {
  declareAssignment,
  approveAssignment: applicationMutation("APPROVE_ASSIGNMENT", (scene, _, { row, member }) =>
    requireGuard(member.transfer_held_on === null, row, "NO_TRANSFER_HOLD", scene),
  ),
  refuseAssignment: applicationMutation("REFUSE_ASSIGNMENT"),
  cancelAssignment: applicationMutation("CANCEL_ASSIGNMENT", async (scene, _, { row, application }) => {
    requireGuard(!(await wasAcceptedAbroad(scene, application.id)), row, "NOT_DEPARTED", scene);
    requireGuard(await withdrawBeforeLetter(scene, application.id), row, "NO_LETTER_OUT", scene);
  }),
  allowReportOnly: applicationMutation("ALLOW_REPORT_ONLY", (scene, _, found) =>
    decideWithReport(scene, found, "REPORT_ONLY"),
  ),
  formGroupCell: applicationMutation("FORM_GROUP_CELL", (scene, _, found) =>
    decideWithReport(scene, found, "GROUP_CELL"),
  ),
  openAssignmentTransfer: applicationMutation<ApplicationInput & { readonly moveKind: MoveKind }>(
    "OPEN_ASSIGNMENT_TRANSFER",
    (scene, { moveKind }, found) => {
      if (!TRANSFERS.has(moveKind)) {
        throw inputRefused("moveKind", "MOVE_WITHOUT_TRANSFER", "moveKind must be one that asks for a transfer.");
      }
      return decide(scene, found, moveKind);
    },
  ),
  requestExemption: applicationMutation<ApplicationInput & { readonly resolvedOn?: string | null }>(
    "REQUEST_EXEMPTION",
    (scene, { resolvedOn }, found) => {
      requireDays({ resolvedOn }, { notAfter: scene.today });
      requireGuard(resolvedOn != null, found.row, "CELL_RESOLVED", scene);
      return decide(scene, found, "EXEMPTION");
    },
  ),
  grantExemption: applicationMutation("GRANT_EXEMPTION", async (scene, _, { application, bodies, member }) => {
    await setStatus(scene, member.id, "EXEMPT");
    return returnReportLimit(scene.tx, scene.committee, bodies, application.expected_return_on);
  }),
  declineExemption: applicationMutation("DECLINE_EXEMPTION", () => ({ move_kind: null })),
  endAssignment: applicationMutation<ApplicationInput & { returnedOn: string; reportedOn: string }>(
    "END_ASSIGNMENT",
    async (scene, { returnedOn, reportedOn }, { application, member, bodies }) => {
      requireDays({ returnedOn, reportedOn }, { notBefore: begunOn(application), notAfter: scene.today });
      requireOrder({ returnedOn, reportedOn });
      if (member.activity_status === "EXEMPT") await setStatus(scene, member.id, "ACTIVE");
      const limit = await returnReportLimit(scene.tx, scene.committee, bodies, returnedOn);
      return { ...limit, returned_on: returnedOn, return_reported_on: reportedOn };
    },
  ),
  sendAssessment: homeMutation<ApplicationInput & { readonly isRecommended: boolean }, { readonly id: string }>({
    act: "SEND_ASSESSMENT",
    taken: TAKEN,
    subject,
    run: assess,
  }),
  removeName: homeMutation<ApplicationInput, { readonly id: string }>({
    act: "REMOVE_NAME",
    taken: TAKEN,
    subject,
    run: removeName,
  }),
  recordReturnReport: homeMutation<ApplicationInput & { readonly reportedOn: string }, { readonly id: string }>({
    act: "RECORD_RETURN_REPORT",
    taken: TAKEN,
    subject,
    run: recordReport,
  }),
};

async function assess(scene: ActScene, input: ApplicationInput & { readonly isRecommended: boolean }) {
  const { tx, today, now } = scene;
  const application = await applicationOf(scene, input.application);
  const { id, member_id: memberId } = application;
  if (application.official_decision_due_on === null) {
    throw inputRefused("application", "NO_DECISION_DUE", "No decision on a probationary member is due for this stay.");
  }
  await changeApplication(scene, application, input.expectedVersion, { assessment_sent_on: today });
  const body = { memberId, assignmentId: id, assessedOn: today, isRecommended: input.isRecommended };
  await emit(tx, [{ target: REGISTRAR, subject: id, kind: "member.assessed", body }], now);
  return { id, subjects: [id] };
}

async function recordReport(scene: ActScene, input: ApplicationInput & { readonly reportedOn: string }) {
  const { reportedOn } = input;
  const application = await applicationOf(scene, input.application);
  requireDays({ reportedOn }, { notAfter: scene.today });
  if (application.state !== "CLOSED" || application.return_reported_on !== null || application.returned_on === null) {
    throw inputRefused("application", "NO_REPORT_DUE", "No report after a return is due for this stay.");
  }
  requireOrder({ returnedOn: application.returned_on, reportedOn });
  await changeApplication(scene, application, input.expectedVersion, { return_reported_on: reportedOn });
  return { id: application.id, subjects: [application.id] };
}

/** A stay begins when its member leaves, or when it is declared, whichever is earlier: plans may be late. */
const begunOn = ({ declared_on, departs_on }: ApplicationCase["application"]): string =>
  declared_on < departs_on ? declared_on : departs_on;

function requireOrder({ returnedOn, reportedOn }: { readonly returnedOn: string; readonly reportedOn: string }): void {
  if (reportedOn < returnedOn) {
    throw inputRefused("reportedOn", "DAYS_OUT_OF_ORDER", "reportedOn must not lie before the day of return.");
  }
}

const setStatus = ({ tx, today }: ActScene, id: string, activity_status: "ACTIVE" | "EXEMPT") =>
  tx.updateTable("member").set({ activity_status, activity_status_on: today }).where("id", "=", id).execute();
