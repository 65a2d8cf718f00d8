import type { Supergraph } from "../planning/supergraph.ts";
import type { Agency, Endpoint } from "./agencies.ts";
import { timeLeft, type AgencyCaller } from "./agency-caller.ts";
import { AgencyFailure } from "./agency-fetch.ts";
import type { TreeObject } from "./data-tree.ts";
import { Fault, type Path } from "./faults.ts";

/** One request under way: what it knows, and what has been answered so far. */
export interface Execution {
  readonly supergraph: Supergraph;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly call: AgencyCaller;
  /** As the client sent them, for agencies coerce for themselves. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** With defaults, for what is decided here. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  /** Moment of `performance.now()` by which the client must have its answer. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly caller: unknown;
  /** Where this execution puts its answers. */
  readonly tree: TreeObject;
  /** Errors of agencies that belong to no lost value, with the tree path of the call. */
  readonly strays: { readonly fault: Fault; readonly path: Path }[];
  /** Called with what a client must not see. */
  readonly log: (incident: unknown) => void;
}

/** Sends a text with the variables it uses; `more` are variables that are JSON already. Answers what `read` makes of it. */
export function send<Answer>(
  execution: Execution,
  agency: string,
  { instance, url, timeoutMs }: Endpoint,
  { text, variables }: { readonly text: string; readonly variables: readonly string[] },
  operation: "query" | "mutation",
  more: readonly string[],
  read: (body: Buffer) => Answer,
): Promise<Answer> {
  const { deadline, signal, caller } = execution;
  const given = variables.flatMap((name) =>
    Object.hasOwn(execution.variables, name) ? `${JSON.stringify(name)}:${JSON.stringify(execution.variables[name])}` : []);
  const body = `{"query":${JSON.stringify(text)},"variables":{${[...given, ...more].join(",")}}}`;
  return execution.call({ agency, instance, url, headers: {}, body, operation, timeoutMs: timeLeft(deadline, timeoutMs), signal, caller }, read);
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
