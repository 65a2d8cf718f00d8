import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginInlineTraceDisabled } from "@apollo/server/plugin/disabled";
import { fastifyApolloDrainPlugin, fastifyApolloHandler } from "@as-integrations/fastify";
import Fastify, { type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { GraphQLError, GraphQLSchema } from "graphql";
import mercurius from "mercurius";
import type { EnvelopeClaims } from "#contract/envelope.ts";
import { CHANGES_PATH } from "#contract/changes.ts";
import { limits } from "#contract/limits.ts";
import { hangUpWhenAnswered } from "#contract/stopping.ts";
import { EVENTS_PATH } from "#kit/deliver.ts";
import { claimsOf, requireEnvelope, type EnvelopeOptions } from "#kit/envelope.ts";
import { codeRequestErrors, maskError } from "#kit/errors.ts";
import { limitEntities } from "#kit/limit-entities.ts";
import { METRICS_PATH, serveExchange } from "#kit/serve-exchange.ts";
import type { Exchange } from "#kit/exchange.ts";

/** What an agency hands over to be served. */
export interface ServedAgency<Context extends object> extends EnvelopeOptions {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly schema: GraphQLSchema;
  /** A fresh context for each request of a caller: loaders must never outlive the request they were made for. */
  readonly context: (claims: EnvelopeClaims) => Context;
  /** Rejects while the agency cannot answer, for example because its database is away. */
  readonly checkReady: () => Promise<unknown>;
  /** What it tells other agencies and hears from them; null for one that exchanges nothing. */
  readonly exchange?: Exchange | null | undefined;
  /** A mark that changes with every act; absent for an agency that takes none. */
  readonly changeMark?: () => Promise<string>;
  /** Releases what the agency holds, after the last request. */
  readonly close: () => Promise<unknown>;
}

/** A listening agency: GraphQL at `url`, `/health` and `/ready` beside it. */
export interface RunningAgency extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  /** Answers what is under way, then stops. */
  readonly close: () => Promise<void>;
}

/** Serves an agency with @apollo/server. */
export async function serveWithApollo<Context extends object>(agency: ServedAgency<Context>): Promise<RunningAgency> {
  const app = httpServer(agency);
  const apollo = new ApolloServer<Context>({
    schema: agency.schema,
    plugins: [fastifyApolloDrainPlugin(app), ApolloServerPluginInlineTraceDisabled()],
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    formatError: (_, error) => maskError(error, logIncident(app.log)),
  });
  await apollo.start();
  app.post("/graphql", fastifyApolloHandler(apollo, { context: async (request) => agency.context(claimsOf(request)) }));
  // Stopping Apollo drains and closes the HTTP server; the other way round each would wait for the other.
  return listen(app, agency, () => apollo.stop());
}

/** Serves an agency with mercurius. */
export async function serveWithMercurius<Context extends object>(
  agency: ServedAgency<Context>,
): Promise<RunningAgency> {
  const app = httpServer(agency);
  await app.register(mercurius, {
    schema: agency.schema,
    context: (request) => agency.context(claimsOf(request)),
    graphiql: false,
    // No `jit`: mercurius 16 compiles one operation of a document for all its operation names, and graphql-jit 0.8 does
    // not call a property that is a function, which is how a connection counts only when asked.
    // mercurius 16 declares error paths as strings, so index 1 would leave as "1"; plain JSON keeps numbers.
    additionalRouteOptions: { serializerCompiler: () => JSON.stringify },
    errorFormatter: ({ data, errors = [] }) => {
      const coded = errors.flatMap((error) => codeRequestErrors(error as GraphQLError, agency.schema));
      // A failed request as a whole is an answer too: the hub reads the code, not the status.
      const masked = coded.map((error) => maskError(error, logIncident(app.log)));
      return { statusCode: 200, response: { data: data ?? null, errors: masked as GraphQLError[] } };
    },
  });
  return listen(app, agency, async () => void (await app.close()));
}

/**
 * The addresses that ask for no envelope: they tell whether the process lives and is ready, count, or have a signature
 * of their own.
 */
const OPEN: ReadonlySet<string> = new Set(["/health", "/ready", METRICS_PATH, EVENTS_PATH]);

function httpServer<Context extends object>(agency: ServedAgency<Context>): FastifyInstance {
  const { checkReady, close, exchange, changeMark } = agency;
  // Representations of a page of 100 travel in the body, so the limit is the hub's answer limit, not the client's.
  const app = Fastify({
    logger: { level: "warn" },
    bodyLimit: limits.agencyAnswerBytesMax,
    forceCloseConnections: "idle",
  });
  requireEnvelope(app, agency.name, OPEN, agency);
  limitEntities(app);
  app.get("/health", async () => ({ status: "ok" }));
  app.get("/ready", async (_, reply) =>
    checkReady().then(
      () => ({ status: "ready" }),
      () => reply.code(503).send({ status: "not ready" }),
    ),
  );
  if (exchange) serveExchange(app, exchange);
  // For the hub alone, which asks whether there is anything new before it asks what.
  if (changeMark) app.post(CHANGES_PATH, async () => ({ mark: await changeMark() }));
  app.addHook("preClose", async () => hangUpWhenAnswered(app.server));
  app.addHook("onClose", () => close());
  return app;
}

async function listen<Context extends object>(
  app: FastifyInstance,
  { name, host, port, exchange }: ServedAgency<Context>,
  close: () => Promise<void>,
): Promise<RunningAgency> {
  const address = await app.listen({ host, port });
  exchange?.start(app.log);
  return { name, url: `${address}/graphql`, close, [Symbol.asyncDispose]: close };
}

const logIncident = (log: FastifyBaseLogger) => (incidentId: string, cause: unknown) =>
  log.error({ incidentId, err: cause }, "incident");
