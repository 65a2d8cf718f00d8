import type { FastifyRequest } from "fastify";
import { callerOf } from "./identify-caller.ts";

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
