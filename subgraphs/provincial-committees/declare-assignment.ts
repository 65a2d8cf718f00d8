import { legalBasisOn } from "#contract/legal-bases.ts";
import { assignmentLifecycle } from "#contract/lifecycles/assignment.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { requireDays } from "#kit/act-days.ts";
import { emit } from "#kit/outbox.ts";
import { requireCountry } from "./act-inputs.ts";
import { actingBody, homeMutation, inputRefused, requireGuard, rowOf, type ActInput, type ActScene } from "./acts.ts";
import { addApplicationPaper, noteApplicationStep } from "./application-case.ts";
import { bodiesByOrganization } from "./home-organizations.ts";
import { finalTransferStates } from "./open-transfers.ts";
import { finalAssignmentStates } from "./overseas-applications.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import { personOf } from "./outgoing.ts";
import type { MemberRow } from "./members.ts";
import type { StayPurpose } from "./work-tables.ts";

/** A declaration. */
interface DeclareInput extends ActInput {
  readonly member: string;
  readonly purpose: StayPurpose;
  readonly countryCode: string;
  readonly departsOn: string;
  readonly expectedReturnOn: string;
  readonly decidedOn?: string | null;
  readonly groupSize?: number | null;
}

const row = rowOf(assignmentLifecycle, "DECLARE_ASSIGNMENT");

/** Begins an application: the cell records that a member is to go abroad, and the ministry learns of the stay. */
export const declareAssignment = homeMutation<DeclareInput, { readonly id: string }>({
  act: row.act,
  taken: "HomeApplicationStepTaken",
  subject: ({ member }) => member,
  run: declare,
});

async function declare(scene: ActScene, input: DeclareInput) {
  const { tx, today } = scene;
  checkInput(input, today);
  const member = await memberToSend(scene, input.member);
  // Whoever has left already left as a member.
  if (input.departsOn < today) requireDays({ departsOn: input.departsOn }, { notBefore: member.admitted_on });
  const bodies = await bodiesByOrganization(tx).load(member.official_organization_id);
  const organization = actingBody(row, bodies, scene);
  await checkGuards(scene, member, input);
  const id = newOpaqueId("oa");
  await tx
    .insertInto("overseas_application")
    .values({
      id,
      member_id: member.id,
      state: row.to,
      purpose: input.purpose,
      country_code: input.countryCode,
      group_size: input.groupSize ?? 1,
      legal_basis_code: legalBasisOn("MEMBERS_ABROAD", today) ?? "",
      declared_on: today,
      decided_on: input.decidedOn ?? null,
      departs_on: input.departsOn,
      expected_return_on: input.expectedReturnOn,
      is_synthetic: member.is_synthetic,
    })
    .execute();
  await noteApplicationStep(tx, id, row.to, today, organization);
  const decision = { form_code: "STATE-DECISION", issued_on: input.decidedOn ?? today, issuer_organization_id: null };
  await addApplicationPaper(tx, { application_id: id, ...decision });
  await tell(scene, id, member, input);
  return { id, subjects: [id] };
}

function checkInput({ countryCode, departsOn, expectedReturnOn, decidedOn, groupSize }: DeclareInput, today: string) {
  requireCountry({ countryCode });
  requireDays({ decidedOn }, { notAfter: today });
  requireDays({ departsOn, expectedReturnOn });
  if (expectedReturnOn <= departsOn) {
    throw inputRefused("expectedReturnOn", "DAYS_OUT_OF_ORDER", "expectedReturnOn must lie after departsOn.");
  }
  if (groupSize != null && (groupSize < 1 || groupSize > 1_000)) {
    throw inputRefused("groupSize", "NUMBER_OUT_OF_RANGE", "groupSize is a number from 1 to 1000.");
  }
}

/** The member's row, locked, so that of two declarations at once the second finds the first. */
export async function memberToSend({ tx, committee }: ActScene, id: string): Promise<MemberRow> {
  const found = tx.selectFrom("member").selectAll().where("id", "=", id).where("committee_code", "=", committee);
  const member = await found.where("moved_on", "is", null).forUpdate().executeTakeFirst();
  if (!member) throw inputRefused("member", "MEMBER_UNKNOWN", "The committee holds no record of this member.");
  return member;
}

/** Whether a member has an application to go abroad that is not over. */
export const hasOpenApplication = async (tx: ActScene["tx"], memberId: string): Promise<boolean> =>
  (await tx
    .selectFrom("overseas_application")
    .select("id")
    .where("member_id", "=", memberId)
    .where("state", "not in", finalAssignmentStates)
    .executeTakeFirst()) !== undefined;

async function checkGuards(scene: ActScene, member: MemberRow, { decidedOn }: DeclareInput): Promise<void> {
  requireGuard(member.activity_status === "ACTIVE", row, "CLASS_KNOWN", scene);
  requireGuard(member.transfer_held_on === null, row, "NO_TRANSFER_HOLD", scene);
  requireGuard(!(await hasOpenApplication(scene.tx, member.id)), row, "NO_OPEN_ASSIGNMENT", scene);
  const leaving = await scene.tx
    .selectFrom("activity_transfer")
    .select("id")
    .where("member_id", "=", member.id)
    .where("kind", "=", "OFFICIAL")
    .where("state", "not in", finalTransferStates)
    .where("to_committee_code", "<>", scene.committee)
    .executeTakeFirst();
  requireGuard(leaving === undefined, row, "NO_OPEN_TRANSFER", scene);
  requireGuard(decidedOn != null, row, "DECISION_PRESENT", scene);
}

function tell({ tx, committee, today, now }: ActScene, assignmentId: string, member: MemberRow, input: DeclareInput) {
  const { purpose, countryCode, departsOn, expectedReturnOn } = input;
  const person = personOf(member, member.official_organization_id);
  const stay = { purpose, countryCode, declaredBy: committee, declaredOn: today, departsOn, expectedReturnOn };
  const body = { assignmentId, memberId: member.id, person, ...stay };
  return emit(tx, [{ target: REGISTRAR, subject: assignmentId, kind: "assignment.declared", body }], now);
}
