import { dayPlus, workingDayAfter } from "#contract/working-days.ts";
import type { ActTransaction } from "./acts.ts";
import type { HomeBodies } from "./home-organizations.ts";

/**
 * Until when a return must be reported and under which rule; nulls where nobody has set a limit. The day is null beyond
 * the calendar too: a return expected so late gets its limit when it has taken place.
 */
export interface ReturnReportLimit {
  readonly return_report_due_on: string | null;
  readonly return_report_basis_code: string | null;
}

/**
 * The limit for the report after a return on a day. It is local: that of the nearest organization above the member
 * that has one of its own, or else the committee's.
 */
export async function returnReportLimit(
  tx: ActTransaction,
  committee: string,
  bodies: HomeBodies | null,
  returnedOn: string,
): Promise<ReturnReportLimit> {
  const near = [bodies?.cell, bodies?.grassroots, bodies?.aboveGrassroots].filter((id) => id != null);
  const policies = await tx
    .selectFrom("return_report_policy")
    .selectAll()
    .where("committee_code", "=", committee)
    .where((eb) =>
      eb.or([eb("organization_id", "is", null), eb("organization_id", "=", eb.fn.any(eb.val([...near])))]),
    )
    .execute();
  const policy =
    near.map((id) => policies.find(({ organization_id }) => organization_id === id)).find((found) => found) ??
    policies.find(({ organization_id }) => organization_id === null);
  if (!policy) return { return_report_due_on: null, return_report_basis_code: null };
  const { amount, unit, legal_basis_code } = policy;
  const dueOn = unit === "WORKING_DAY" ? workingDayAfter(returnedOn, amount) : dayPlus(returnedOn, amount);
  return { return_report_due_on: dueOn, return_report_basis_code: legal_basis_code };
}
