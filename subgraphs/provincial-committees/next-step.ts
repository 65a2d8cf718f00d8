import { dayInVietnam, workingDaysBetween } from "#contract/working-days.ts";
import { legalBasisOn } from "#contract/legal-bases.ts";
import { assignmentLifecycle } from "#contract/lifecycles/assignment.ts";
import { expectedRows, type LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { actors } from "#contract/lifecycles/vocabulary.ts";
import { rowOf } from "./acts.ts";
import type { ActivityTransfer } from "./activity-transfers.ts";
import type { ProvincialCommitteesContext } from "./context.ts";
import { organization } from "./home-record.ts";
import { bodyOf } from "./home-organizations.ts";
import { homeRow, type MemberKey } from "./members.ts";
import type { OverseasApplication } from "./overseas-applications.ts";

/** What a case waits for, in the shape of `HomeNextStep`. */
export interface NextStep {
  readonly act: string;
  readonly instruction: string;
  readonly instructionEnglish: string;
  readonly office: string;
  readonly organization: { readonly id: string } | null;
  readonly formCodes: readonly string[];
  readonly dueOn: string | null;
  readonly workingDaysLeft: number | null;
  readonly legalBasisCode: string | null;
  readonly legalBasisPoint: string | null;
}

/**
 * What is to be done next for a member: of the open transfer, or else of the application to go abroad. Null when
 * nothing is under way, or the member has no record here.
 */
export async function nextStepOf(member: MemberKey, context: ProvincialCommitteesContext): Promise<NextStep | null> {
  const { loaders } = context;
  const row = await homeRow(member, context);
  if (!row) return null;
  const today = dayInVietnam(new Date());
  const [transfer, application] = await Promise.all([
    loaders.openTransferByMember.load(member.id),
    loaders.openApplicationByMember.load(member.id),
  ]);
  if (transfer) return ofTransfer(transfer, context, today);
  return application && ofApplication(application, row.official_organization_id, context, today);
}

async function ofTransfer(transfer: ActivityTransfer, { loaders }: ProvincialCommitteesContext, today: string) {
  const [row] = expectedRows(transferLifecycle, transfer.state);
  if (!row) return null;
  const [bodies, deadlines] = await Promise.all([
    loaders.bodiesByOrganization.load(transfer.fromOrganizationId),
    loaders.deadlinesByTransfer.load(transfer.id),
  ]);
  // Until the letter is out, the limit for starting runs; afterwards that of showing it.
  const subject = row.side === "SENDER" ? "START_TRANSFER" : "PRESENT_LETTER";
  const dueOn = deadlines.find((deadline) => deadline.subject === subject && deadline.metOn === null)?.dueOn ?? null;
  // A slip waits for its list, and with the list the system sends it on its way.
  const next = row.act === "DISPATCH_TRANSFER" ? LIST_REPORT : row;
  const isReceiving = next.side === "RECEIVER";
  const body = isReceiving ? transfer.toOrganizationId : bodies && bodyOf(next.by[0] ?? "SYSTEM", bodies, today);
  return told(next, body, dueOn, transfer.legalBasisCode, today);
}

/** What a slip for labour waits for before the transfer is on its way. */
const LIST_REPORT: NextAct = {
  act: "SEND_LIST_REPORT",
  side: "SENDER",
  by: ["ISSUING_BODY"],
  documents: ["3C-SHD"],
  legalBasis: { topic: "FORMS", point: null },
  text: {
    en: "The issuing body sends the list of those who carry a slip to the Foreign Ministry.",
    vi: "Cơ quan cấp phiếu gửi danh sách (Mẫu 3C-SHĐ) đến Đảng ủy Bộ Ngoại giao.",
  },
};

async function ofApplication(
  application: OverseasApplication,
  officialOrganization: string,
  { loaders }: ProvincialCommitteesContext,
  today: string,
) {
  const [expected] = expectedRows(assignmentLifecycle, application.state);
  const row = application.recognitionRefusedOn === null ? expected : rowOf(assignmentLifecycle, "REMOVE_NAME");
  if (!row) return null;
  const bodies = await loaders.bodiesByOrganization.load(officialOrganization);
  const body = bodies && row.by[0] ? bodyOf(row.by[0], bodies, today) : null;
  const dueOn = row.deadline === "RETURN_REPORT" ? application.returnReportDueOn : null;
  return told(row, body, dueOn, application.legalBasisCode, today);
}

type NextAct = Pick<LifecycleRow, "act" | "side" | "text" | "by" | "documents" | "legalBasis">;

function told(
  { act, text, by, documents, legalBasis }: NextAct,
  body: string | null,
  dueOn: string | null,
  ruleOfCase: string,
  today: string,
): NextStep {
  return {
    act,
    instruction: text.vi,
    instructionEnglish: text.en,
    office: by.map((actor) => actors[actor].vi).join(", "),
    organization: organization(body),
    formCodes: documents,
    dueOn,
    workingDaysLeft: dueOn === null ? null : workingDaysBetween(today, dueOn),
    legalBasisCode: legalBasis.topic === "CHARTER" ? ruleOfCase : legalBasisOn(legalBasis.topic, today),
    legalBasisPoint: legalBasis.point,
  };
}
