import type { Insertable } from "kysely";
import type { ReturnReportPolicyTable } from "../../subgraphs/provincial-committees/work-tables.ts";
import type { HomeTree } from "./home-trees.ts";

/** How long members of a committee have for the report after a return. */
interface Policy {
  readonly amount: number;
  readonly unit: "WORKING_DAY" | "CALENDAR_DAY";
  readonly legalBasisCode: string;
}

/** The two limits that are known from published local rules. */
const POLICIES = [
  { amount: 15, unit: "CALENDAR_DAY", legalBasisCode: "QD-86" },
  { amount: 7, unit: "WORKING_DAY", legalBasisCode: "QD-86" },
] as const satisfies readonly Policy[];

/** The limit of a committee by its place in the nation; which committee has which is invented. */
export const returnReportPolicy = (ordinal: number): Policy => POLICIES[ordinal % 2 === 0 ? 0 : 1];

/** The limits of some committees, each for all organizations below it. */
export function* returnReportPolicyRows(trees: readonly HomeTree[]): Generator<Insertable<ReturnReportPolicyTable>> {
  for (const { committee, ordinal } of trees) {
    const { amount, unit, legalBasisCode } = returnReportPolicy(ordinal);
    yield { committee_code: committee.code, organization_id: null, amount, unit, legal_basis_code: legalBasisCode };
  }
}
