import { randomUUID } from "node:crypto";
import type { RequestError } from "./answers.ts";
import type { OperationSetting } from "./operation-setting.ts";

/** What the hub itself is to blame for gets an incident id, under which the cause is logged; other errors stay. */
export function withIncident<Error extends RequestError>(
  error: Error,
  cause: unknown,
  log: OperationSetting["log"],
): Error {
  if (error.extensions.code !== "INTERNAL") return error;
  const incidentId = randomUUID();
  log({ incidentId, cause });
  return { ...error, extensions: { ...error.extensions, incidentId } };
}
