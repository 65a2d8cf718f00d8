import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { requireLine } from "#kit/act-texts.ts";
import { actingBody, homeMutation, inputRefused, rowOf, type ActInput, type ActScene } from "./acts.ts";
import { announce } from "./announcements.ts";
import { dispatch } from "./letter-acts.ts";
import { bodiesByOrganization } from "./home-organizations.ts";
import { newOpaqueId } from "#kit/opaque-id.ts";
import { receiverOf } from "./receivers.ts";
import { addTransferPapers, transferOf } from "./transfer-case.ts";

/** A list of members who go for labour. */
interface ListInput extends ActInput {
  readonly listNumber: string;
  readonly transfers: readonly string[];
}

/** What a list answers: itself, for it is kept nowhere else in the graph. */
interface ListAnswer {
  readonly list: {
    readonly id: string;
    readonly listNumber: string;
    readonly issuedOn: string;
    readonly transferIds: readonly string[];
  };
  readonly subjects: readonly string[];
}

const TRANSFERS_MAX = 20;
const issueRow = rowOf(transferLifecycle, "ISSUE_TRANSFER_LETTER");

/** Sends one list (3C) for several slips: by it the Foreign Ministry learns of the members, who are on their way. */
export const sendListReport = homeMutation<ListInput, ListAnswer>({
  act: "SEND_LIST_REPORT",
  taken: "HomeListReportSent",
  subject: ({ committee }) => committee,
  run: send,
});

async function send(scene: ActScene, input: ListInput): Promise<ListAnswer> {
  const { tx, committee, today } = scene;
  const listNumber = requireLine("listNumber", input.listNumber, 40);
  const ids = [...new Set(input.transfers)];
  if (ids.length === 0 || ids.length > TRANSFERS_MAX) {
    throw inputRefused("transfers", "LIST_LENGTH", `A list has 1 to ${TRANSFERS_MAX} transfers.`);
  }
  await requireNewNumber(scene, listNumber);
  const slips = [];
  for (const id of ids) slips.push(await slipOf(scene, id));
  const [first] = slips;
  if (!first || slips.some(({ country }) => country !== first.country)) {
    throw inputRefused("transfers", "LIST_MIXED", "A list is about one country.");
  }
  const id = newOpaqueId("dc");
  const issuer_organization_id = first.organization;
  const list = { id, committee_code: committee, list_number: listNumber, country_code: first.country };
  await tx.insertInto("list_report").values({ ...list, issued_on: today, issuer_organization_id }).execute();
  for (const { transfer } of slips) {
    await tx.insertInto("list_report_entry").values({ list_id: id, transfer_id: transfer.id }).execute();
    const paper = { formCode: "3C-SHD", issuedOn: today, issuer: issuer_organization_id, box: null };
    await addTransferPapers(tx, transfer.id, [paper]);
    await announceSlip(scene, transfer);
  }
  return { list: { id, listNumber, issuedOn: today, transferIds: ids }, subjects: ids };
}

async function requireNewNumber({ tx, committee }: ActScene, listNumber: string): Promise<void> {
  const known = tx.selectFrom("list_report").select("id").where("committee_code", "=", committee);
  if (await known.where("list_number", "=", listNumber).executeTakeFirst()) {
    throw inputRefused("listNumber", "NUMBER_TAKEN", "The committee has sent a list of this number already.");
  }
}

/** A transfer with a slip that no list has named yet, locked until the act ends. */
async function slipOf(scene: ActScene, id: string) {
  const { tx } = scene;
  const transfer = await transferOf(scene, id);
  const slip = await tx
    .selectFrom("activity_transfer as transfer")
    .innerJoin("activity_transfer_letter as letter", "letter.transfer_id", "transfer.id")
    .innerJoin("overseas_application as application", "application.id", "transfer.assignment_id")
    .select("application.country_code as country")
    .where("transfer.id", "=", id)
    .where("transfer.state", "in", ["ISSUED", "REISSUED"])
    .where("letter.kind", "=", "OVERSEAS_WORK_SLIP")
    .where("letter.voided_on", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom("list_report_entry").select("list_id").where("transfer_id", "=", id))),
    )
    .forUpdate("transfer")
    .executeTakeFirst();
  if (!slip) throw inputRefused("transfers", "NO_SLIP", "A transfer of the list has no slip that waits for one.");
  const bodies = await bodiesByOrganization(tx).load(transfer.from_organization_id);
  return { transfer, country: slip.country, organization: actingBody(issueRow, bodies, scene) };
}

/** A slip written anew before the list is announced as it is; every other one is sent on its way. */
async function announceSlip(scene: ActScene, transfer: Awaited<ReturnType<typeof transferOf>>): Promise<void> {
  const receiver = await receiverOf(scene, transfer);
  if (!receiver) throw new Error("A slip leads abroad, so somebody hears of it.");
  if (transfer.state === "ISSUED") await dispatch(scene, receiver, transfer);
  else await announce(scene, receiver.target, transfer);
}
