import { parse, validate, type ExecutionResult } from "graphql";
import { createEngine, type Engine } from "../../../gateway/execution/engine.ts";
import type { EngineOptions } from "../../../gateway/execution/engine-options.ts";
import type { OperationResult } from "../../../gateway/execution/answers.ts";
import type { OperationRequest } from "../../../gateway/execution/operation-request.ts";
import { loadSupergraph } from "../../../gateway/planning/supergraph.ts";
import { partsOf } from "./parts.ts";
import { startAgencies, type TestAgencies, type TestAgency } from "./agencies.ts";

/** An engine over test agencies. */
export interface TestGraph extends AsyncDisposable {
  readonly engine: Engine;
  readonly agencies: TestAgencies;
  /** Validates and executes a document as a client would send it; the answer is what a client would parse. */
  readonly run: (
    document: string,
    variables?: Record<string, unknown>,
    request?: OperationRequest,
  ) => Promise<ExecutionResult>;
  /** The same through the fast door, as text. */
  readonly respond: (
    document: string,
    variables?: Record<string, unknown>,
    request?: OperationRequest,
  ) => Promise<string>;
  /** The same for a client that takes parts: all that it is sent. */
  readonly inParts: (
    document: string,
    variables?: Record<string, unknown>,
    request?: OperationRequest,
  ) => ReturnType<typeof partsOf>;
}

/** Starts agencies and an engine over them; `agencyTimeoutMs` is what each call may take. */
export async function startGraph(
  definitions: Readonly<Record<string, TestAgency>>,
  { agencyTimeoutMs, ...options }: Partial<EngineOptions> & { readonly agencyTimeoutMs?: number } = {},
): Promise<TestGraph> {
  const agencies = await startAgencies(definitions);
  const { apiSchema } = loadSupergraph(agencies.supergraphSdl);
  const addresses = Object.fromEntries(
    Object.entries(agencies.urls).map(([agency, url]) => [
      agency,
      { url, ...(agencyTimeoutMs && { timeoutMs: agencyTimeoutMs }) },
    ]),
  );
  const engine = createEngine({
    supergraphSdl: agencies.supergraphSdl,
    ...options,
    agencies: { ...addresses, ...options.agencies },
  });
  await engine.load();
  const prepare = (text: string) => {
    const document = parse(text, { noLocation: true });
    const errors = validate(apiSchema, document);
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join("\n"));
    return engine.prepare(document);
  };
  return {
    engine,
    agencies,
    run: async (text, variables, request) =>
      JSON.parse(JSON.stringify(await prepare(text).execute({ ...request, variables }))) as ExecutionResult,
    respond: async (text, variables, request) => textOf(await prepare(text).respond({ ...request, variables })),
    inParts: async (text, variables, request) =>
      partsOf(await prepare(text).respond({ ...request, variables, takesParts: true })),
    async [Symbol.asyncDispose]() {
      await engine.stop();
      await agencies[Symbol.asyncDispose]();
    },
  };
}

/** What the fast door answered, as text. */
export const textOf = (answer: Buffer | OperationResult): string =>
  Buffer.isBuffer(answer) ? answer.toString() : JSON.stringify(answer);
