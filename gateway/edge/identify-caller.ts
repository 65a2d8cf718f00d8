import type { Caller } from "#contract/caller.ts";
import { isErrorCode } from "#contract/errors.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError } from "graphql";
import type { Identity } from "../identity/identity.ts";
import { sendRefusal } from "./send-refusal.ts";

const callers = new WeakMap<FastifyRequest, Caller>();

/** The caller that `identifyCaller` found; null where the gateway asks nobody's name. */
export const callerOf = (request: FastifyRequest): Caller | null => callers.get(request) ?? null;

/** Finds out who calls before anything else of the request is looked at, and refuses whoever does not say. */
export const identifyCaller =
  (identity: Identity) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    try {
      callers.set(request, await identity.identify(request.raw.rawHeaders));
      return undefined;
    } catch (error) {
      const code = error instanceof GraphQLError ? error.extensions["code"] : undefined;
      if (!isErrorCode(code)) throw error;
      if (code !== "AUTH_PURPOSE_REFUSED") reply.header("www-authenticate", "Bearer");
      return sendRefusal(request, reply, code);
    }
  };
