import type { ErrorCode } from "#contract/errors.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { CostWish } from "../cost/cost-account.ts";
import { callerOf } from "../edge/identify-caller.ts";
import { refuseByStatus } from "../edge/send-refusal.ts";
import type { Budgets } from "./budgets.ts";

/** The request header that asks for figures of cost. */
export const COST_HEADER = "x-cost";

/** What a request says in `x-cost`: `show`, `estimate` or nothing; undefined for anything else. */
export function costWishOf({ headers }: Pick<FastifyRequest, "headers">): CostWish | undefined {
  const wish = headers[COST_HEADER];
  if (wish === undefined) return null;
  return wish === "show" || wish === "estimate" ? wish : undefined;
}

/** Counts a request against the budgets of whoever sends it, before anything of its body is read. */
export const holdToBudget =
  (budgets: Budgets | null) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    if (costWishOf(request) === undefined) {
      const message = `The header ${COST_HEADER} must say show or estimate.`;
      return refuseByStatus(reply, "BAD_REQUEST", message);
    }
    const caller = callerOf(request);
    const refusal = caller && budgets?.spendRequest(caller);
    if (!refusal) return undefined;
    const { code, ...extensions } = refusal.extensions;
    return refuseByStatus(reply, code as ErrorCode, refusal.message, extensions);
  };
