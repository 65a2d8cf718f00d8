import type { Selectable } from "kysely";
import { successors } from "#contract/former-committees.ts";
import { REGISTRAR } from "#contract/reach.ts";
import { inputRefused, type ActScene, type ActTransaction } from "./acts.ts";
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

/**
 * Lets a committee pass that a process serves, so that it can be told of a transfer; null and absent pass.
 * @throws ActRefused with COMMITTEE_ENDED, saying who took over, or COMMITTEE_UNKNOWN
 */
export function requireServed({ targetOf }: Pick<ActScene, "targetOf">, toCommittee: string | null | undefined): void {
  if (toCommittee == null || targetOf(toCommittee) !== null) return;
  const successor = successors.get(toCommittee);
  if (successor === undefined) throw committeeUnknown();
  const message = `The committee ${toCommittee} has ended and ${successor} took over: name that one.`;
  throw inputRefused("toCommittee", "COMMITTEE_ENDED", message);
}

/**
 * Lets the addressee of one who goes abroad pass: an organization there of which the Foreign Ministry has told, or
 * nobody, and then the ministry finds one.
 * @throws ActRefused where a home committee is to receive, or an organization that is not abroad
 */
export async function requireAbroad(
  tx: ActTransaction,
  { toOrganization, toCommittee }: { readonly toOrganization: string | null; readonly toCommittee: string | null },
): Promise<void> {
  if (toCommittee !== null) {
    const message = "toCommittee must be absent where the way leads abroad: no home committee receives there.";
    throw inputRefused("toCommittee", "COMMITTEE_UNEXPECTED", message);
  }
  if (toOrganization === null) return;
  if ((await committeeOf(tx, toOrganization)) !== null) {
    const message = "toOrganization is at home; where the way leads abroad, name an organization there or none.";
    throw inputRefused("toOrganization", "ORGANIZATION_AT_HOME", message);
  }
  const told = tx.selectFrom("overseas_organization").select("id").where("id", "=", toOrganization);
  if (await told.executeTakeFirst()) return;
  const message = "toOrganization is not in the Foreign Ministry's directory; name an organization of it or none.";
  throw inputRefused("toOrganization", "ORGANIZATION_UNKNOWN", message);
}

/** Nobody could be told. */
export const committeeUnknown = () =>
  inputRefused("toCommittee", "COMMITTEE_UNKNOWN", "No process serves the committee that is to receive.");

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
