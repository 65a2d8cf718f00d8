import { z } from "zod";
import type { BudgetLimits } from "./budgets.ts";

/** A store counts in whole numbers of 32 bits, and several gateways may each overshoot a little. */
const POINTS_MAX = 100_000_000;

const points = z.int().min(1).max(POINTS_MAX);
const allowance = z.strictObject({ requests: points, cost: points });
const budgets = z.strictObject({ caller: allowance, organization: allowance });

/** Reads budgets from JSON: `{"caller":{"requests":…,"cost":…},"organization":{…}}`. @throws when it is none */
export const readBudgets = (text: string): BudgetLimits => budgets.parse(JSON.parse(text));
