import type { Supergraph } from "../../planning/supergraph.ts";
import type { Agency, Endpoint } from "../fetch/agencies.ts";
import { timeLeft } from "../fetch/agency-caller.ts";
import { AgencyFailure } from "../fetch/agency-fetch.ts";
import type { Keys } from "../bytes/keys.ts";
import type { CallKind } from "../fetch/call-kind.ts";
import type { CallSignal } from "../fetch/hang-up.ts";
import type { Joiner } from "../fetch/join-calls.ts";
import type { Granted, Take } from "../fetch/wish.ts";
import type { TreeObject } from "../verify/data-tree.ts";
import { Fault, type Path } from "../verify/faults.ts";

/** What an execution touched, written while it runs: for those who account for it. */
export interface ExecutionRecord {
  /** Ids of the persons that agencies' answers told about, some more than once. */
  readonly persons: string[];
  /** The agencies called, in order, each as often as it was called. */
  readonly agencies: string[];
}

/** One request under way: what it knows, and what has been answered so far. */
export interface Execution {
  readonly supergraph: Supergraph;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly join: Joiner;
  /** As the client sent them, for agencies coerce for themselves. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** With defaults, for what is decided here. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  /** Moment of `performance.now()` by which the client must have its answer. */
  readonly deadline: number;
  readonly signal: CallSignal | undefined;
  readonly caller: unknown;
  readonly record: ExecutionRecord;
  /** What agencies are told of the caller; null when calls must not be shared. */
  readonly envelope: string | null;
  /** Where this execution puts its answers. */
  readonly tree: TreeObject;
  /** Errors of agencies that belong to no lost value, with the tree path of the call. */
  readonly strays: { readonly fault: Fault; readonly path: Path }[];
  /** Called with what a client must not see. */
  readonly log: (incident: unknown) => void;
}

/** What is sent to a process. */
interface Call {
  readonly agency: string;
  readonly endpoint: Endpoint;
  readonly operation: "query" | "mutation";
  readonly kind: CallKind;
  readonly keys: Keys;
  readonly take: Take | null;
}

/** Sends a call, or joins it with others' calls. */
export function ask(execution: Execution, call: Call): Promise<Granted> {
  const { deadline, signal, caller, envelope, join, record } = execution;
  record.agencies.push(call.agency);
  const timeoutMs = timeLeft(deadline, call.endpoint.timeoutMs);
  return join({ ...call, timeoutMs, signal, caller, envelope });
}

/** The client's variables of these names as JSON, `"name":value` each; those that were not given are left out. */
export function givenVariables(
  names: readonly string[],
  { variables }: Pick<Execution, "variables">,
  mark = "",
): readonly string[] {
  return names.flatMap((name) =>
    Object.hasOwn(variables, name) ? `"${name}${mark}":${JSON.stringify(variables[name])}` : [],
  );
}

/** The fault for a call that threw. */
export function faultOf(error: unknown, agency: string, { log }: Execution): Fault {
  if (error instanceof AgencyFailure) {
    if (error.cause !== undefined) log(error);
    return new Fault(error.code, agency);
  }
  log(error);
  return new Fault("INTERNAL", agency);
}

/** Remembers errors that no lost value explains; they are reported at the place of the call. */
export function keepStrays({ strays }: Execution, faults: readonly Fault[], path: () => Path): void {
  for (const fault of faults) strays.push({ fault, path: path() });
}
