import type {
  GatewayGraphQLRequestContext,
  GatewayInterface,
  GatewaySchemaLoadOrUpdateCallback,
} from "@apollo/server-gateway-interface";
import { limits } from "#contract/limits.ts";
import { getOperationAST, GraphQLError, type DocumentNode } from "graphql";
import type { AgencyRoute } from "./agencies.ts";
import type { AuditLog } from "./audit/audit-log.ts";
import { loadRules } from "./authorization/load-rules.ts";
import type { Rules } from "./authorization/read-rules.ts";
import { weakenedPlaces } from "./authorization/weakened-places.ts";
import type { Log } from "./edge/errors.ts";
import { withCost } from "./cost/cost-account.ts";
import { noteCalls } from "./cost/noted-calls.ts";
import { signCalls, toldOf, type CallOrigin } from "./envelope/sign-calls.ts";
import type { KeyRing } from "./envelope/key-ring.ts";
import type { AgencyFailure, AgencyFetch } from "./execution/fetch/agency-fetch.ts";
import { createEngine } from "./execution/engine.ts";
import type { OperationRequest } from "./execution/operation-request.ts";
import { introspectionOf, type Introspection, type Translations } from "./introspection/introspection-operation.ts";
import { withoutAccounts } from "./operations/accounting.ts";
import { operationId } from "./operations/asked-persons.ts";
import { auditAccesses } from "./operations/audited-operations.ts";
import {
  entitledOperation,
  type Accounts,
  type EntitledOperation,
  type GuardedGraph,
} from "./operations/entitled-operations.ts";
import type { Supergraph } from "./planning/supergraph.ts";
import type { RequestContext } from "./request-context.ts";
import type { SupergraphSource } from "./supergraph/watch-supergraph.ts";
import { countUses } from "./usage/count-uses.ts";
import type { UseCounts } from "./usage/use-counts.ts";

/** What the engine is opened with. */
export interface EngineSetting {
  readonly supergraph: SupergraphSource;
  /** How to reach agencies; one that is not named answers at the address in the supergraph. */
  readonly agencies: Readonly<Record<string, AgencyRoute>>;
  readonly timeoutsMs: Readonly<Record<string, number>>;
  /** Keys by which agencies know the hub; an agency without one is called unsigned. */
  readonly keys: KeyRing;
  /** Operations to plan before a supergraph serves. */
  readonly registered: readonly DocumentNode[];
  /** What the graph says of itself in other languages than its own. */
  readonly translations: Translations;
  /** Where accesses to personal data are written down; null where the graph is nobody's in particular. */
  readonly audit: AuditLog | null;
  /** Where uses of what is deprecated are counted. */
  readonly uses: UseCounts;
  readonly log: Log;
}

/** The hub's engine behind the rules of the graph: as a gateway for Apollo Server, and operation by operation. */
export interface GuardedEngine extends GatewayInterface {
  readonly prepare: (document: DocumentNode, operationName?: string | null) => EntitledOperation;
  readonly supergraphId: () => string;
  /** The graph in force with its rules; undefined before it is loaded. */
  readonly graph: () => GuardedGraph | undefined;
}

/**
 * The hub's own engine over the supergraph of a file, which it follows from now on.
 * @throws when that is none, or when it has rules that could not be enforced
 */
export function openEngine(setting: EngineSetting): GuardedEngine {
  const { supergraph, agencies, timeoutsMs, keys, registered, translations, audit, uses, log } = setting;
  const sign = signCalls(keys);
  const rulesOf = new WeakMap<Supergraph, Rules>();
  let graph: GuardedGraph | undefined;
  const engine = createEngine({
    supergraphSdl: supergraph.initial,
    agencies,
    timeoutMsOf: (agency) => timeoutsMs[agency],
    wrapFetch: (fetch) => noteCalls((origin) => (origin as RequestContext).cost.notes)(traceCalls(log)(sign(fetch))),
    envelopeOf: (origin) => toldOf((origin as CallOrigin).caller),
    log: (incident) => log.error({ err: incident }, "an answer could not be used"),
    registered,
    check(loaded) {
      // Rules that could not be enforced must be found before the graph that has them serves.
      const rules = loadRules(loaded.offeredSdl, loaded.apiSchema);
      const weaker = graph ? weakenedPlaces(graph.rules, rules, loaded.apiSchema) : [];
      if (weaker.length > 0) throw new WeakerGraph(weaker);
      rulesOf.set(loaded, rules);
    },
  });
  const names = new Map(registered.map((document) => [operationId(document), nameIn(document)]));
  const audited = audit ? auditAccesses(audit, (id) => names.has(id)) : withoutAccounts;
  const accounts: Accounts = {
    answer: countUses(uses, (document) => names.get(operationId(document)), audited),
    part: audited,
  };
  let introspection: Introspection | undefined;
  const callbacks = new Set<GatewaySchemaLoadOrUpdateCallback>();
  engine.onSupergraph((loaded) => {
    const { apiSchema, offeredSdl, persons } = loaded;
    const rules = rulesOf.get(loaded);
    if (rules) {
      graph = { schema: apiSchema, rules, persons };
      introspection = introspectionOf(graph, loaded.id, translations);
    }
    for (const callback of callbacks) callback({ apiSchema, coreSupergraphSdl: offeredSdl });
  });
  const leave = supergraph.subscribe(engine.offer);

  const prepare: GuardedEngine["prepare"] = (document, operationName) => {
    if (!graph || !introspection) throw new Error("The engine has not been loaded.");
    const aboutSchema = introspection(document, operationName);
    return aboutSchema ?? entitledOperation(document, operationName, graph, engine, accounts);
  };
  const remembered = rememberPerDocument(prepare, engine.supergraphId);
  return {
    prepare: remembered,
    supergraphId: engine.supergraphId,
    graph: () => graph,
    onSchemaLoadOrUpdate(callback) {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    async load() {
      await engine.load();
      return { executor: (context) => executeFor(context, remembered) };
    },
    async stop() {
      leave();
      await engine.stop();
    },
  };
}

/** The name of a registered operation, which stands alone in its document. */
const nameIn = (document: DocumentNode): string => getOperationAST(document)?.name?.value ?? "";

async function executeFor(
  { document, operationName, request, context }: GatewayGraphQLRequestContext,
  prepare: GuardedEngine["prepare"],
) {
  const known = context as unknown as RequestContext;
  const operation = prepare(document, operationName);
  if (known.isOnlyRead) return { data: {} };
  const { data, errors, extensions } = withCost(
    await operation.execute(known.caller, { ...operationRequest(known), variables: request.variables }),
    known.cost,
  );
  return {
    ...(extensions && { extensions }),
    ...(data !== undefined && { data: data as Record<string, unknown> | null }),
    ...(errors && {
      errors: errors.map((error) => {
        const { message, ...rest } = error instanceof GraphQLError ? error.toJSON() : error;
        return new GraphQLError(message, rest as object);
      }),
    }),
  };
}

/** A graph with less protection must not slip in with a file: somebody has to restart the gateway with it. */
class WeakerGraph extends Error {
  constructor(places: readonly string[]) {
    super(`it asks less of callers at ${places.join(", ")}, which only a restart takes over.`);
  }
}

/** One operation for each document and name, as long as its supergraph is in force. */
function rememberPerDocument(prepare: GuardedEngine["prepare"], supergraphId: () => string): GuardedEngine["prepare"] {
  const operations = new WeakMap<DocumentNode, Map<string, EntitledOperation>>();
  return (document, operationName) => {
    const named = operations.get(document) ?? new Map<string, EntitledOperation>();
    operations.set(document, named);
    const known = named.get(operationName ?? "");
    if (known?.supergraphId === supergraphId()) return known;
    const operation = prepare(document, operationName);
    named.set(operationName ?? "", operation);
    return operation;
  };
}

/** What the engine is told of a request, through whichever door it came. */
export const operationRequest = (context: RequestContext): OperationRequest => ({
  caller: context,
  signal: context.hangUp,
  deadline: context.startedAt + limits.requestTimeoutMs,
  admit: context.cost.admit,
});

/** Gives agencies the request's id, and their failures a line in the log that names it too. */
const traceCalls =
  (log: Log) =>
  (fetch: AgencyFetch): AgencyFetch =>
  async (request) => {
    const { requestId } = request.caller as { readonly requestId: string };
    try {
      return await fetch({ ...request, headers: { ...request.headers, "x-request-id": requestId } });
    } catch (error) {
      // Whoever hangs up has not found an agency at fault.
      if (request.signal?.aborted) throw error;
      const { agency, instance, url } = request;
      const { code, cause } = error as AgencyFailure;
      const reason = cause instanceof Error ? cause.message : undefined;
      log.error({ requestId, agency, instance, url: url.href, code, reason }, "an agency gave no answer");
      throw error;
    }
  };
