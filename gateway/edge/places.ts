import type { FastifyReply, FastifyRequest } from "fastify";
import { callerOf } from "./identify-caller.ts";
import { refuseByStatus } from "./send-refusal.ts";

/** How many streams a gateway keeps open, and how many of them one caller may have. */
export interface PlacesOptions {
  readonly max: number;
  readonly perCallerMax: number;
}

/** Takes a place for the caller of a request. Answers the way to give it back, or null when there is none. */
export type TakePlace = (request: FastifyRequest) => (() => void) | null;

/** Places for streams, which all callers share. */
export function openPlaces({ max, perCallerMax }: PlacesOptions): TakePlace {
  const taken = new Set<{ readonly caller: string }>();
  return (request) => {
    const { issuer = "", subject = "" } = callerOf(request) ?? {};
    const place = { caller: `${issuer} ${subject}` };
    const own = [...taken].filter(({ caller }) => caller === place.caller);
    if (taken.size >= max || own.length >= perCallerMax) return null;
    taken.add(place);
    return () => void taken.delete(place);
  };
}

/** A stream is over in seconds, or in minutes: whoever finds all places taken looks again after a while. */
const PLACE_RETRY_SECONDS = 10;

/** Refuses whoever finds no place. */
export const refuseForWantOfPlace = (reply: FastifyReply): FastifyReply =>
  refuseByStatus(reply.header("retry-after", PLACE_RETRY_SECONDS), "HUB_OVERLOADED");
