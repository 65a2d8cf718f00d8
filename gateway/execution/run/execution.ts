import type { Supergraph } from "../../planning/supergraph.ts";
import type { Agency, Endpoint } from "../fetch/agencies.ts";
import { timeLeft, type AgencyCaller } from "../fetch/agency-caller.ts";
import { AgencyFailure } from "../fetch/agency-fetch.ts";
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
  readonly call: AgencyCaller;
  /** As the client sent them, for agencies coerce for themselves. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** With defaults, for what is decided here. */
  readonly coercedVariables: Readonly<Record<string, unknown>>;
  /** Moment of `performance.now()` by which the client must have its answer. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly caller: unknown;
  readonly record: ExecutionRecord;
  /** Where this execution puts its answers. */
  readonly tree: TreeObject;
  /** Errors of agencies that belong to no lost value, with the tree path of the call. */
  readonly strays: { readonly fault: Fault; readonly path: Path }[];
  /** Called with what a client must not see. */
  readonly log: (incident: unknown) => void;
}

/** What is sent: a text with names of client variables, and variables that are JSON already. */
interface Message {
  readonly text: string;
  readonly variables: readonly string[];
  readonly operation: "query" | "mutation";
  /** Lists of entities by variable. */
  readonly entities?: readonly (readonly [variable: string, representations: readonly string[]])[];
  /** Further variables as JSON, `"name":value`. */
  readonly more?: readonly string[];
}

/** Sends a message to a process of an agency. Answers what `read` makes of the body. */
export function send<Answer>(
  execution: Execution,
  agency: string,
  { instance, url, timeoutMs }: Endpoint,
  { text, variables, operation, entities = [], more = [] }: Message,
  read: (body: Buffer) => Answer,
): Promise<Answer> {
  const { deadline, signal, caller, record } = execution;
  record.agencies.push(agency);
  const given = variables.flatMap((name) =>
    Object.hasOwn(execution.variables, name)
      ? `${JSON.stringify(name)}:${JSON.stringify(execution.variables[name])}`
      : [],
  );
  const head = `{"query":${JSON.stringify(text)},"variables":{`;
  const rest = [...given, ...more].map((each) => `,${each}`).join("");
  const bodyWith = (lists: readonly (readonly [string, readonly string[]])[]) => {
    const written = lists
      .map(([variable, representations]) => `,"${variable}":[${representations.join(",")}]`)
      .join("");
    return `${head}${`${written}${rest}`.slice(1)}}}`;
  };
  const [only] = entities;
  const list =
    entities.length === 1 && only
      ? { text: head + rest, representations: only[1], bodyFor: (all: readonly string[]) => bodyWith([[only[0], all]]) }
      : null;
  return execution.call(
    {
      agency,
      instance,
      url,
      headers: {},
      body: bodyWith(entities),
      operation,
      entities: list,
      timeoutMs: timeLeft(deadline, timeoutMs),
      signal,
      caller,
    },
    read,
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
