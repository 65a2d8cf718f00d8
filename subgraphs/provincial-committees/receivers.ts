import type { Selectable } from "kysely";
import { REGISTRAR } from "#contract/reach.ts";
import type { ActScene, ActTransaction } from "./acts.ts";
import type { ActivityTransferTable } from "./tables.ts";

/** Who is to receive a member, as far as messages go. */
export interface Receiver {
  /** Name of the process that hears of the transfer. */
  readonly target: string;
  /** The home committee that is to receive; null abroad. */
  readonly committee: string | null;
}

/** Who hears of a transfer; null when nobody knows the committee that is to receive. */
export async function receiverOf(
  { tx, targetOf }: Pick<ActScene, "tx" | "targetOf">,
  transfer: Pick<Selectable<ActivityTransferTable>, "assignment_id" | "to_organization_id" | "to_committee_code">,
): Promise<Receiver | null> {
  if (transfer.assignment_id !== null) return { target: REGISTRAR, committee: null };
  const committee = transfer.to_committee_code ?? (await committeeOf(tx, transfer.to_organization_id));
  const target = committee === null ? null : targetOf(committee);
  return target === null ? null : { target, committee };
}

/** The committee of an organization of the committees served here; null for any other. */
export async function committeeOf(tx: ActTransaction, organizationId: string | null): Promise<string | null> {
  if (organizationId === null) return null;
  const found = tx.selectFrom("home_organization").select("committee_code").where("id", "=", organizationId);
  return (await found.executeTakeFirst())?.committee_code ?? null;
}

/** Whether the receiver of a transfer has been told of it. */
export const wasAnnounced = async (tx: ActTransaction, transferId: string): Promise<boolean> =>
  (await tx
    .selectFrom("activity_transfer_step")
    .select("ordinal")
    .where("transfer_id", "=", transferId)
    .where("state", "=", "IN_TRANSIT")
    .executeTakeFirst()) !== undefined;
