import type { Kysely } from "kysely";
import { loadByKey, loadPagesByKey } from "#kit/batch.ts";
import { refuse } from "#kit/errors.ts";
import { connectionOf, pageRequest, type Connection, type PageArguments, type PageRequest } from "#kit/page.ts";
import { homeRow, type MemberKey, type MembersContext } from "./members.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** What every statement on transfers reads. */
export const transferColumns = [
  "id", "version", "member_id as memberId", "committee_code as committeeCode", "kind", "state",
  "assignment_id as assignmentId", "from_organization_id as fromOrganizationId",
  "to_organization_id as toOrganizationId", "requested_on as requestedOn", "decided_on as decidedOn",
  "legal_basis_code as legalBasisCode", "fee_paid_to_month as feePaidToMonth", "late_reason as lateReason",
  "contents_certified_on as contentsCertifiedOn", "is_card_in_mfa_custody as isCardInMfaCustody",
] as const;

/** A transfer; the parent of every field of `ActivityTransfer`. */
export type ActivityTransfer = Awaited<ReturnType<ReturnType<typeof pagesOf>["execute"]>>[number];

/** What of a request's context the functions below work with. */
export interface ActivityTransfersContext extends MembersContext {
  readonly loaders: MembersContext["loaders"] & {
    readonly activityTransferPages: ReturnType<typeof activityTransferPages>;
    readonly activityTransferCounts: ReturnType<typeof activityTransferCounts>;
  };
}

/**
 * A page of a member's transfers, latest request first, or null when the member has no record here.
 * @throws what `pageRequest` throws
 */
export async function listActivityTransfers(
  member: MemberKey,
  page: PageArguments,
  context: ActivityTransfersContext,
): Promise<Connection<ActivityTransfer> | null> {
  const request = pageRequest(page, 1);
  if (!(await homeRow(member, context))) return null;
  const rows = await context.loaders.activityTransferPages(member.id, request);
  if (rows.length === 0 && request.after) await refuseUnknownCursor(context.db, member.id, request.after[0] ?? "");
  const totalCount = async () => Number((await context.loaders.activityTransferCounts.load(member.id))?.count ?? 0);
  return connectionOf(rows, request, ({ id }) => [id], totalCount);
}

/** Pages of transfers by member id, latest request first. */
export const activityTransferPages = (db: Kysely<ProvincialCommitteesTables>) =>
  loadPagesByKey(
    (memberIds: readonly string[], page) => pagesOf(db, memberIds, page).execute(),
    (row) => row.memberId,
  );

/** How many transfers each member has; members without any load as null. */
export const activityTransferCounts = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    (memberIds: readonly string[]) =>
      db
        .selectFrom("activity_transfer")
        .select((eb) => ["member_id", eb.fn.countAll<string>().as("count")])
        .where((eb) => eb("member_id", "=", eb.fn.any(eb.val([...memberIds]))))
        .groupBy("member_id")
        .execute(),
    (row) => row.member_id,
  );

const pagesOf = (db: Kysely<ProvincialCommitteesTables>, memberIds: readonly string[], { size, after }: PageRequest) =>
  db
    .selectFrom((from) =>
      from
        .selectFrom("activity_transfer as transfer")
        .selectAll()
        .select((eb) =>
          eb.fn
            .agg<string>("row_number")
            .over((window) => window.partitionBy("member_id").orderBy("requested_on", "desc").orderBy("id", "desc"))
            .as("place"),
        )
        .where((eb) => eb("member_id", "=", eb.fn.any(eb.val([...memberIds]))))
        .$if(after !== null, (list) =>
          list.where(({ eb, refTuple, selectFrom, tuple }) => {
            const last = selectFrom("activity_transfer as last")
              .where("last.id", "=", after?.[0] ?? "")
              .whereRef("last.member_id", "=", "transfer.member_id");
            const place = tuple(last.select("last.requested_on"), last.select("last.id"));
            return eb(refTuple("requested_on", "id"), "<", place);
          }),
        )
        .as("ranked"),
    )
    .select(transferColumns)
    .where("place", "<=", String(size + 1))
    .orderBy("member_id")
    .orderBy("place");

async function refuseUnknownCursor(db: Kysely<ProvincialCommitteesTables>, memberId: string, id: string) {
  const last = db.selectFrom("activity_transfer").select("id").where("id", "=", id).where("member_id", "=", memberId);
  if (!(await last.executeTakeFirst())) throw refuse("INPUT_CURSOR_UNKNOWN", "The cursor was not made by this list.");
}
