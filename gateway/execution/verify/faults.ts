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

/** Codes that speak about who asks or the text of an operation; from an agency they mean that the hub asked wrongly. */
const ABOUT_OUR_TEXT = /^(AUTH_|GRAPHQL_|OPERATION_|BAD_REQUEST|METHOD_|NOT_ACCEPTABLE|UNSUPPORTED_|ROUTE_)/;

/**
 * The fault for an error that an agency reported. Its code passes only when it is on the closed list and says that
 * the request is at fault, or that the agency is busy; everything else becomes AGENCY_FAILED. The words are always our
 * own: an agency's could quote values.
 */
export function faultReportedBy(agency: string, error: unknown): Fault {
  const { extensions } = (error ?? {}) as { extensions?: { code?: unknown } };
  const code = extensions?.code;
  if (code === "AGENCY_BUSY") return new Fault(code, agency);
  if (!isErrorCode(code) || ABOUT_OUR_TEXT.test(code)) return new Fault("AGENCY_FAILED", agency);
  const { kind } = errorCodes[code];
  if (kind !== "request" && kind !== "limit") return new Fault("AGENCY_FAILED", agency);
  return new Fault(code, agency);
}
