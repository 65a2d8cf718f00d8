import { agencyErrors } from "./agency-errors.ts";
import type { ErrorEntry } from "./error-entry.ts";
import { hubErrors } from "./hub-errors.ts";
import { limitErrors } from "./limit-errors.ts";
import { requestErrors } from "./request-errors.ts";

/**
 * Every code a client can meet in `errors[].extensions.code`. The list is closed and append-only: an error
 * without one of these codes leaves the hub as `INTERNAL` with an incident id that also stands in the log.
 */
export const errorCodes = {
  ...requestErrors,
  ...limitErrors,
  ...agencyErrors,
  ...hubErrors,
} as const satisfies Record<string, ErrorEntry>;

/** A code of the closed list. */
export type ErrorCode = keyof typeof errorCodes;

/** Tells whether a value, for example a code that an agency sent, is one of the closed list. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === "string" && Object.hasOwn(errorCodes, value);
