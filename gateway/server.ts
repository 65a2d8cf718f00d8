import { ApolloServer } from "@apollo/server";
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from "@as-integrations/fastify";
import { limits } from "#contract/limits.ts";
import { readRegisteredOperations } from "#contract/registered-operations.ts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { MaxIntrospectionDepthRule, parse } from "graphql";
import { openAuditLog } from "./audit/audit-log.ts";
import { openBudgets } from "./budgets/budgets.ts";
import { costWishOf, holdToBudget } from "./budgets/hold-to-budget.ts";
import type { GatewayConfig } from "./config.ts";
import { readReadyQuestions } from "./console/ready-questions.ts";
import { registerConsole } from "./console/routes.ts";
import { openCostAccount } from "./cost/cost-account.ts";
import { admission, openTurns } from "./edge/admission.ts";
import { presentError, type Log } from "./edge/errors.ts";
import { GRAPHQL_PATH, httpEdge } from "./edge/http-edge.ts";
import { callerOf, identifyCaller } from "./edge/identify-caller.ts";
import { refuseForeignHosts } from "./edge/own-host.ts";
import { retryAfter } from "./edge/status.ts";
import { openIdentity } from "./identity/identity.ts";
import { serveLiveQueries } from "./live/live-queries.ts";
import { watchChanges } from "./live/watch-changes.ts";
import { offerPersonas } from "./identity/trial-personas.ts";
import { openEngine } from "./open-engine.ts";
import { answerKnown } from "./operations/answer-known.ts";
import { DeferRule } from "./operations/defer-rule.ts";
import { refuseLargeDocument } from "./operations/document-size.ts";
import { knownOperations } from "./operations/known-operations.ts";
import { operationLimits } from "./operations/operation-limits.ts";
import { serveExports } from "./exports/routes.ts";
import { readDescriptions } from "./introspection/read-descriptions.ts";
import { plainRequest } from "./operations/plain-request.ts";
import { readOperation } from "./operations/read-operation.ts";
import { registeredDocuments } from "./operations/registered-documents.ts";
import { responseStatus } from "./operations/response-status.ts";
import { createReferenceEngine } from "./reference/reference-engine.ts";
import { publishSchema } from "./published/publish-schema.ts";
import { serveRights } from "./rights/serve-rights.ts";
import { requestContext, type RequestContext } from "./request-context.ts";
import { watchSupergraph } from "./supergraph/watch-supergraph.ts";
import { serveUses } from "./usage/serve-uses.ts";
import { openUseCounts } from "./usage/use-counts.ts";

/** What front-ends ask for by id, and what the console offers to begin with. */
const OPERATIONS = new URL("../schema/operations/", import.meta.url);

/** A listening gateway: GraphQL at `url`, `/health` and `/ready` beside it. */
export interface RunningGateway extends AsyncDisposable {
  readonly url: string;
  /** Answers what is under way, then stops. */
  readonly close: () => Promise<void>;
}

/**
 * Starts a gateway. It listens once the supergraph is loaded, whether or not any agency answers yet.
 * @throws when the supergraph cannot be read or is none, or the port is taken
 */
export async function startGateway(config: GatewayConfig): Promise<RunningGateway> {
  // HTTP edge: size, content type, request id, and GraphQL-shaped errors for everything.
  const app = httpEdge(config);
  const log = app.log as Log;
  // Without issuers, or with the personas of a trial, the gateway is for the people at this machine.
  if (!config.issuers || config.trialTokens !== null) app.addHook("onRequest", refuseForeignHosts);

  // Identity: who calls, by a token of a trusted issuer.
  const { issuers, revocationsFile } = config;
  const identity = issuers && (await openIdentity({ issuers, revocationsFile, log }));

  // Audit: where an access to personal data is written down before it happens, or does not happen.
  const audit = config.audit && (await openAuditLog({ ...config.audit, log: (sentence) => log.error(sentence) }));

  // Budgets: what a caller and an organization may spend in a minute.
  const { budgets: allowances, databaseUrl } = config;
  const budgets = allowances && openBudgets({ allowances, databaseUrl, log });

  // Rights, plan and execution.
  const questions = readReadyQuestions(OPERATIONS, "member-dossier.graphql");
  const supergraph = await watchSupergraph(config.supergraphFile, log);
  const { agencies, timeoutsMs } = config;
  // Another supergraph than the hub's has no use for the hub's questions.
  const operations = config.dataFolder === null ? [] : readRegisteredOperations(OPERATIONS);
  const translations = config.dataFolder === null ? {} : { vi: readDescriptions("vi") };
  const registered = operations.map(({ text }) => parse(text));
  const uses = openUseCounts({ databaseUrl, log });
  const engine =
    config.engine === "hub"
      ? openEngine({
          supergraph,
          agencies,
          timeoutsMs,
          keys: config.envelopeKeys,
          registered,
          translations,
          audit,
          uses,
          log,
        })
      : null;
  const timeoutMsOf = (agency: string) => timeoutsMs[agency] ?? limits.agencyTimeoutMs;
  const known = engine && knownOperations(engine);

  // What front-end teams build from: the graph in force, the registered operations, the changes.
  if (config.dataFolder !== null && engine) publishSchema(app, engine, identity && identifyCaller(identity));

  // Operation: parsed, validated and limited; the document is remembered, so that this happens once for each.
  const apollo = new ApolloServer<RequestContext>({
    gateway: engine ?? createReferenceEngine({ supergraph, agencies, timeoutMsOf, keys: config.envelopeKeys, log }),
    introspection: true,
    validationRules: [MaxIntrospectionDepthRule, DeferRule],
    // After the last one validation adds another, which says that there are more.
    validationOptions: { maxErrors: limits.validationErrorsMax - 1 },
    parseOptions: { maxTokens: limits.tokensMax },
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => presentError(formatted, error, log),
    logger: log,
    plugins: [
      operationLimits,
      responseStatus,
      ...(known ? [known.learn] : []),
      fastifyApolloDrainPlugin(app),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });
  await apollo.start();
  const contextOf = (request: FastifyRequest, reply: FastifyReply) => {
    const caller = callerOf(request);
    return requestContext(request, reply, caller, openCostAccount(costWishOf(request) ?? null, caller, budgets));
  };
  const answerNew = fastifyApolloHandler(apollo, { context: async (...pair) => contextOf(...pair) });
  const before = [...(identity ? [identifyCaller(identity)] : []), holdToBudget(budgets)];
  const takeTurn = openTurns(limits);
  const admit = admission(takeTurn);
  if (engine) serveRights(app, engine.graph, { before, admit });
  serveUses(app, uses, { before, admit });
  app.route({
    method: "POST",
    url: GRAPHQL_PATH,
    onRequest: before,
    preHandler: [admit, registeredDocuments({ operations, modes: config.documents, log })],
    handler: async (request, reply) => {
      const found = known?.find(request);
      if (found) return answerKnown(found, contextOf(request, reply), reply, log);
      const tooLarge = refuseLargeDocument(request, reply);
      if (tooLarge) return tooLarge;
      const asked = known && plainRequest(request);
      if (!asked?.takesParts) return answerNew.call(app, request, reply);
      const context = contextOf(request, reply);
      const refuse = await readOperation(apollo, request.body, asked, context);
      const learnt = known?.find(request);
      if (learnt && !refuse) return answerKnown(learnt, context, reply, log);
      return refuse ? refuse(reply) : answerNew.call(app, request, reply);
    },
  });

  // Live work lists: the same requests again, whenever agencies say that something has changed.
  const changes = watchChanges({ agencies, keys: config.envelopeKeys });
  serveLiveQueries(app, { operations, identity, changes });

  // Long lists: page after page through the same door, until the end or until the client has enough.
  serveExports(app, { operations, before, takeTurn });

  if (config.trialTokens !== null) offerPersonas(app, config.trialTokens);
  if (config.dataFolder !== null) {
    const signIn = config.trialTokens !== null ? "persona" : identity ? "token" : "none";
    registerConsole(app, { cacheDir: config.dataFolder, questions, signIn, isSynthetic: config.isSynthetic });
  }
  app.get("/health", async () => ({ status: "ok" }));
  app.get("/ready", async (_, reply) =>
    audit?.refusal()
      ? reply.code(503).header("retry-after", retryAfter("AUDIT_UNAVAILABLE")).send({ status: "not ready" })
      : { status: "ready" },
  );
  // Stopping Apollo drains and closes the HTTP server, then the engine; the other way round each would wait.
  const stop = async () => {
    await apollo.stop();
    identity?.close();
    await audit?.close();
    await budgets?.[Symbol.asyncDispose]();
    await uses[Symbol.asyncDispose]();
  };
  let stopped: Promise<void> | undefined;
  const close = () => (stopped ??= stop());
  try {
    const address = await app.listen({ host: config.host, port: config.port });
    return { url: `${address}${GRAPHQL_PATH}`, close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
