import { limits } from "#contract/limits.ts";
import type { Log } from "../edge/errors.ts";
import type { KeyRing } from "../envelope/key-ring.ts";
import { envelopeFor } from "../envelope/sign-calls.ts";
import type { RequestContext } from "../request-context.ts";
import { openAgencyClient, type RawAnswer } from "./agency-client.ts";
import {
  AgencyFailure,
  locatedError,
  translateError,
  type ErrorPath,
  type LocatedError,
  type RawError,
} from "./agency-errors.ts";
import { representationsOf, wantedPaths, type Subrequest } from "./subrequest.ts";

/** An agency's part of an answer: whatever is missing in `data` has an error with its place. */
export interface AgencyAnswer {
  readonly data: Record<string, unknown>;
  readonly errors: readonly LocatedError[];
}

/** One address at which an agency answers. */
export interface AgencyInstance {
  /** A failed call is an answer without data and with an error for each place it should have filled. */
  readonly ask: (subrequest: Subrequest) => Promise<AgencyAnswer>;
  readonly close: () => Promise<void>;
}

/** Which agency, where, and how long it may take. */
export interface AgencyInstanceOptions {
  readonly agency: string;
  readonly url: string;
  readonly timeoutMs: number;
  /** Which process of an agency that has several; null for one that has one. */
  readonly instance: string | null;
  /** Keys by which agencies know the hub. */
  readonly keys: KeyRing;
  readonly log: Log;
}

/** Opens the way to one address of an agency; connections are made when first needed. */
export function openAgencyInstance({
  agency,
  url,
  timeoutMs,
  instance,
  keys,
  log,
}: AgencyInstanceOptions): AgencyInstance {
  const client = openAgencyClient(url);
  const ask = async (subrequest: Subrequest) => {
    const { query, operationName, variables, context } = subrequest;
    const body = JSON.stringify({ query, ...(operationName && { operationName }), variables });
    const envelope = envelopeFor(keys, { agency, instance, url: new URL(url), body, timeoutMs }, context);
    const headers = { "x-request-id": context.requestId, ...envelope };
    try {
      return settle(
        agency,
        subrequest,
        await client.post({ body, headers, timeoutMs, signal: untilDeadline(context) }),
      );
    } catch (error) {
      if (!(error instanceof AgencyFailure)) throw error;
      const { code, cause } = error;
      log.error(
        { agency, url, requestId: context.requestId, code, cause: cause instanceof Error ? cause.message : undefined },
        "an agency gave no answer",
      );
      return {
        data: emptyData(subrequest),
        errors: wantedPaths(subrequest).map((path) => locatedError(agency, code, path)),
      };
    }
  };
  return { ask, close: client.close };
}

/** Nothing of what was asked, in the shape in which it was asked. */
function emptyData(subrequest: Subrequest): Record<string, unknown> {
  const entities = representationsOf(subrequest)?.map(() => null);
  return entities ? { _entities: entities } : {};
}

/** Turns what an agency sent into a part of the answer. @throws AgencyFailure when it is no answer to what was asked */
function settle(agency: string, subrequest: Subrequest, { data, errors: sent = [] }: RawAnswer): AgencyAnswer {
  const wanted = wantedPaths(subrequest);
  const asked = representationsOf(subrequest);
  if (asked && data) {
    const entities = data["_entities"];
    if (entities !== null && !(Array.isArray(entities) && entities.length === asked.length))
      throw new AgencyFailure("AGENCY_ANSWER_MALFORMED");
  }
  const errors = sent.flatMap((error) => translateError(agency, error, placesOf(error, wanted, asked !== undefined)));
  const isExplained = (path: ErrorPath) =>
    errors.some((error) => error.path.every((step, depth) => depth >= path.length || step === path[depth]));
  const lost = wanted.filter((path) => isAbsent(data, path) && !isExplained(path));
  const usable = data && (!asked || data["_entities"]) ? data : undefined;
  return {
    data: usable ?? emptyData(subrequest),
    // A null that rose to the root took fields with it that have no error of their own.
    errors: [
      ...errors,
      ...lost.map((path) => locatedError(agency, usable ? "AGENCY_ANSWER_MALFORMED" : "AGENCY_FAILED", path)),
    ],
  };
}

/** The places an agency's error speaks of; without a usable path it speaks of all that was asked. */
function placesOf({ path }: RawError, wanted: readonly ErrorPath[], isEntities: boolean): readonly ErrorPath[] {
  const isPath =
    Array.isArray(path) &&
    path.length > 0 &&
    path.every((step) => typeof step === "string" || typeof step === "number");
  return isPath && (!isEntities || (path[0] === "_entities" && typeof path[1] === "number"))
    ? [path as ErrorPath]
    : wanted;
}

/** An entity that is null does not exist, which is an answer; a field that was asked for and is not there is none. */
function isAbsent(data: RawAnswer["data"], path: ErrorPath): boolean {
  let value: unknown = data;
  for (const [depth, step] of path.entries()) {
    if (value === null && depth === 2) return false;
    if (typeof value !== "object" || value === null) return true;
    value = Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined;
  }
  return value === undefined;
}

/** Aborts when the client has gone or the request's time is over. */
function untilDeadline({ hangUp, startedAt }: RequestContext): AbortSignal {
  const left = Math.max(0, Math.ceil(startedAt + limits.requestTimeoutMs - performance.now()));
  const gone = new AbortController();
  hangUp.addEventListener("abort", () => gone.abort());
  return AbortSignal.any([gone.signal, AbortSignal.timeout(left)]);
}
