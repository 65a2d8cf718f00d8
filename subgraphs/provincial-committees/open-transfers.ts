import { type ExpressionBuilder, type Kysely } from "kysely";
import { finalStatesOf } from "#contract/lifecycles/lifecycle.ts";
import { transferLifecycle, type TransferState } from "#contract/lifecycles/transfer.ts";
import { loadByKey } from "#kit/batch.ts";
import { connectionOf, type PageArguments } from "#kit/page.ts";
import { transferColumns } from "./activity-transfers.ts";
import { dayPageRequest } from "./list-query.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** The arguments of `Query.openTransfers`. */
export interface OpenTransfersArguments extends PageArguments {
  readonly committee: string;
  readonly states?: readonly TransferState[] | null;
  readonly isBeyondDeadline?: boolean | null;
}

/** States that nothing follows. */
export const finalTransferStates: readonly TransferState[] = finalStatesOf(transferLifecycle);

/** A committee's transfers under way on a day, oldest request first. @throws what `dayPageRequest` throws */
export async function listOpenTransfers(
  db: Kysely<ProvincialCommitteesTables>,
  { committee, states, isBeyondDeadline, ...pageArguments }: OpenTransfersArguments,
  today: string,
) {
  const page = dayPageRequest(pageArguments);
  const matching = db
    .selectFrom("activity_transfer")
    .where("committee_code", "=", committee)
    .where("state", "not in", finalTransferStates)
    .$if(states != null, (open) => open.where((eb) => eb("state", "=", eb.fn.any(eb.val([...(states ?? [])])))))
    .$if(isBeyondDeadline != null, (open) =>
      open.where((eb) => (isBeyondDeadline ? isBeyond(eb, today) : eb.not(isBeyond(eb, today)))),
    );
  const rows = await matching
    .where(({ and, eb, refTuple, tuple }) =>
      page.after ? eb(refTuple("requested_on", "id"), ">", tuple(...page.after)) : and([]),
    )
    .select(transferColumns)
    .orderBy("requested_on")
    .orderBy("id")
    .limit(page.size + 1)
    .execute();
  const count = () => matching.select((eb) => eb.fn.countAll<string>().as("count")).executeTakeFirstOrThrow();
  return connectionOf(rows, page, (row) => [row.requestedOn, row.id], async () => Number((await count()).count));
}

const isBeyond = (eb: ExpressionBuilder<ProvincialCommitteesTables, "activity_transfer">, today: string) =>
  eb.exists((within) =>
    within
      .selectFrom("activity_transfer_deadline as limit")
      .select("limit.subject")
      .whereRef("limit.transfer_id", "=", "activity_transfer.id")
      .where("limit.met_on", "is", null)
      .where("limit.due_on", "<", today),
  );

/** Transfers by id. */
export const transferById = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    (ids: readonly string[]) =>
      db
        .selectFrom("activity_transfer")
        .select(transferColumns)
        .where((eb) => eb("id", "=", eb.fn.any(eb.val([...ids]))))
        .execute(),
    ({ id }) => id,
  );

/** The transfer of each member that is not over; one at most. */
export const openTransferByMember = (db: Kysely<ProvincialCommitteesTables>) =>
  loadByKey(
    (memberIds: readonly string[]) =>
      db
        .selectFrom("activity_transfer")
        .select(transferColumns)
        .where((eb) => eb("member_id", "=", eb.fn.any(eb.val([...memberIds]))))
        .where("state", "not in", finalTransferStates)
        .execute(),
    ({ memberId }) => memberId,
  );
