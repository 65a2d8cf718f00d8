import { errorCodes, type ErrorCode } from "#contract/errors.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { CostWish } from "../cost/cost-account.ts";
import { errorBody } from "../edge/errors.ts";
import { callerOf } from "../edge/identify-caller.ts";
import { retryAfter } from "../edge/status.ts";
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
      return send(reply, "BAD_REQUEST", message);
    }
    const caller = callerOf(request);
    const refusal = caller && budgets?.spendRequest(caller);
    if (!refusal) return undefined;
    const { code, ...extensions } = refusal.extensions;
    reply.header("retry-after", retryAfter(code, extensions));
    return send(reply, code as ErrorCode, refusal.message, extensions);
  };

const send = (reply: FastifyReply, code: ErrorCode, message: string, extensions?: object) =>
  reply
    .code(errorCodes[code].status)
    .type("application/json; charset=utf-8")
    .send(errorBody(code, message, extensions));
