import type { Selectable } from "kysely";
import { legalBasisOn } from "#contract/legal-bases.ts";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { requireDays } from "#kit/act-days.ts";
import { limitAfter } from "#kit/act-limit.ts";
import { requireId } from "./act-inputs.ts";
import {
  actingBody,
  homeMutation,
  inputRefused,
  requireGuard,
  rowOf,
  type ActAnswer,
  type ActInput,
  type ActScene,
} from "./acts.ts";
import { hasOpenApplication, memberToSend } from "./declare-assignment.ts";
import { bodiesByOrganization } from "./home-organizations.ts";
import type { MemberRow } from "./members.ts";
import { finalTransferStates } from "./open-transfers.ts";
import { requireAbroad, requireServed } from "./receivers.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import { addTransferPapers, noteTransferStep, type TransferPaper } from "./transfer-case.ts";
import type { OverseasApplicationTable } from "./work-tables.ts";

/** A request for a transfer. */
interface RequestInput extends ActInput {
  readonly member: string;
  readonly application?: string | null;
  readonly kind: "OFFICIAL" | "TEMPORARY";
  readonly toOrganization?: string | null;
  readonly toCommittee?: string | null;
  readonly decidedOn?: string | null;
  readonly selfReviewOn?: string | null;
}

const row = rowOf(transferLifecycle, "REQUEST_TRANSFER");

/** Working days from the decision within which an official transfer must start. */
const START_WORKING_DAYS = 60;

/** The self-review is about the last year and the time since: none was written before that year. */
const lastYearBeganOn = (today: string): string => `${Number(today.slice(0, 4)) - 1}-01-01`;

/** Begins a transfer: the cell takes in the request with what the member has shown. */
export const requestTransfer = homeMutation<RequestInput, ActAnswer>({
  act: row.act,
  taken: "HomeTransferStepTaken",
  subject: ({ member }) => member,
  run: request,
});

async function request(scene: ActScene, input: RequestInput): Promise<ActAnswer> {
  const { tx, today } = scene;
  const { kind, decidedOn, selfReviewOn, toOrganization } = input;
  requireId({ toOrganization });
  requireDays({ decidedOn }, { notAfter: today });
  requireDays({ selfReviewOn }, { notBefore: lastYearBeganOn(today), notAfter: today });
  const member = await memberToSend(scene, input.member);
  const bodies = await bodiesByOrganization(tx).load(member.official_organization_id);
  const organization = actingBody(row, bodies, scene);
  const application = input.application == null ? null : await openApplication(scene, input.application, member.id);
  await checkGuards(scene, member, input);
  if (toOrganization === member.official_organization_id) {
    throw inputRefused("toOrganization", "WAY_IN_A_CIRCLE", "toOrganization is where the member is already.");
  }
  const addressed = { toOrganization: toOrganization ?? null, toCommittee: input.toCommittee ?? null };
  if (application === null) requireServed(scene, addressed.toCommittee);
  else await requireAbroad(tx, addressed);
  const id = newOpaqueId("at");
  const legalBasis = legalBasisOn("CHARTER", today) ?? "";
  await tx
    .insertInto("activity_transfer")
    .values({
      id,
      member_id: member.id,
      kind,
      state: row.to,
      from_organization_id: member.official_organization_id,
      to_organization_id: addressed.toOrganization,
      to_committee_code: addressed.toCommittee,
      assignment_id: application?.id ?? null,
      requested_on: today,
      decided_on: decidedOn ?? null,
      is_card_in_mfa_custody: false,
      legal_basis_code: legalBasis,
    })
    .execute();
  await noteTransferStep(tx, id, today, { state: row.to, organization });
  await addTransferPapers(tx, id, papersOf(input, application !== null));
  if (decidedOn != null && kind === "OFFICIAL") await startLimit(scene, id, decidedOn, legalBasis);
  return { id, subjects: [id] };
}

/** The application that asks for the transfer. @throws ActRefused when there is none that does */
async function openApplication({ tx, committee }: ActScene, id: string, memberId: string) {
  const application: Selectable<OverseasApplicationTable> | undefined = await tx
    .selectFrom("overseas_application")
    .selectAll()
    .where("id", "=", id)
    .where("member_id", "=", memberId)
    .where("committee_code", "=", committee)
    .executeTakeFirst();
  if (application?.state === "TRANSFER_OPEN") return application;
  throw inputRefused("application", "APPLICATION_NOT_OPEN", "No transfer is to be made for this application now.");
}

async function checkGuards(scene: ActScene, member: MemberRow, input: RequestInput): Promise<void> {
  const { application, kind, decidedOn, selfReviewOn } = input;
  const isActive = member.activity_status === "ACTIVE" || member.activity_status === "TEMPORARILY_AWAY";
  requireGuard(isActive, row, "CLASS_KNOWN", scene);
  requireGuard(member.transfer_held_on === null, row, "NO_TRANSFER_HOLD", scene);
  const open = await scene.tx
    .selectFrom("activity_transfer")
    .select("id")
    .where("member_id", "=", member.id)
    .where("state", "not in", finalTransferStates)
    .executeTakeFirst();
  requireGuard(open === undefined, row, "NO_OPEN_TRANSFER", scene);
  // Who is abroad for a time comes back by a transfer of their own, which would wait for this one.
  const isAway = application == null && member.activity_status === "TEMPORARILY_AWAY";
  const mayMove = !isAway || !(await hasOpenApplication(scene.tx, member.id));
  requireGuard(mayMove, row, "NO_OPEN_ASSIGNMENT", scene);
  requireGuard(decidedOn != null || application == null, row, "DECISION_PRESENT", scene);
  requireGuard(selfReviewOn != null || kind === "TEMPORARY", row, "SELF_REVIEW_PRESENT", scene);
}

function papersOf({ decidedOn, selfReviewOn }: RequestInput, isAbroad: boolean): readonly TransferPaper[] {
  const paper = (formCode: string, issuedOn: string, box: number | null) => ({ formCode, issuedOn, box, issuer: null });
  return [
    ...(isAbroad && decidedOn != null ? [paper("STATE-DECISION", decidedOn, null)] : []),
    ...(selfReviewOn == null ? [] : [paper("SELF-REVIEW", selfReviewOn, 1)]),
  ];
}

const startLimit = ({ tx }: ActScene, transfer_id: string, decidedOn: string, legal_basis_code: string) =>
  tx
    .insertInto("activity_transfer_deadline")
    .values({
      transfer_id,
      subject: "START_TRANSFER",
      working_days: START_WORKING_DAYS,
      due_on: limitAfter(decidedOn, START_WORKING_DAYS),
      legal_basis_code,
    })
    .execute();
