import { errorCodes, isErrorCode, type ErrorCode } from "#contract/errors.ts";

/** Response names and list indices from the root of an answer. */
export type Path = readonly (string | number)[];

/**
 * A value that could not be had. It stands in the data tree where the value would be, so that it reaches the
 * client at the right place, with the client's own path, and only if the client asked for that value.
 */
export class Fault {
  readonly code: ErrorCode;
  /** Who failed; undefined when the hub itself did. */
  readonly agency: string | undefined;
  /** A whole sentence for the client. */
  readonly message: string;
  /** Names and indices below this place, when something deeper failed and the null rose to here. */
  readonly below: Path;

  constructor(code: ErrorCode, agency: string | undefined, message: string = errorCodes[code].en, below: Path = []) {
    this.code = code;
    this.agency = agency;
    this.message = message;
    this.below = below;
  }
}

/** An entity that its agency does not know: null without an error, unless null is forbidden at its place. */
export class Absence extends Fault {
  constructor(agency: string) {
    super("AGENCY_ENTITY_ABSENT", agency);
  }
}

/** Codes that speak about the text of an operation; from an agency they mean that the hub asked wrongly. */
const ABOUT_OUR_TEXT = /^(GRAPHQL_|OPERATION_|BAD_REQUEST|METHOD_|NOT_ACCEPTABLE|UNSUPPORTED_|ROUTE_)/;

/**
 * The fault for an error that an agency reported. Its code and text pass only when the code is on the closed list
 * and says that the request is at fault; everything else becomes AGENCY_FAILED in our own words.
 */
export function faultReportedBy(agency: string, error: unknown): Fault {
  const { message, path, extensions } = (error ?? {}) as {
    message?: unknown;
    path?: unknown;
    extensions?: { code?: unknown };
  };
  const code = extensions?.code;
  if (!isErrorCode(code) || ABOUT_OUR_TEXT.test(code)) return new Fault("AGENCY_FAILED", agency);
  const { kind } = errorCodes[code];
  if (kind !== "request" && kind !== "limit") return new Fault("AGENCY_FAILED", agency);
  // Without a path it is about a variable as a whole, and such texts quote the value.
  return new Fault(code, agency, typeof message === "string" && Array.isArray(path) ? message : undefined);
}
