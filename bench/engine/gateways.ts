import { createRequire } from "node:module";
import { ApolloGateway, type GraphQLDataSource } from "@apollo/gateway";
import type { GatewayGraphQLRequestContext } from "@apollo/server-gateway-interface";
import { parse, type DocumentNode } from "graphql";
import { Pool } from "undici";
import { createEngine } from "../../gateway/execution/engine.ts";

/** Answers a request as the text of a response. */
export type Ask = (shape: string, variables: Record<string, unknown>) => Promise<string | Buffer>;

/** What the bench compares, by name; each gets the supergraph, the agencies' addresses and the operations. */
export const gateways: Readonly<Record<string, (setup: GatewaySetup) => Promise<Ask>>> = {
  engine,
  unshared,
  general,
  stock,
};

/** What every gateway is given. */
export interface GatewaySetup {
  readonly supergraphSdl: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, string>>;
}

/** The engine with all requests from one caller, so that they share calls. */
async function engine(setup: GatewaySetup): Promise<Ask> {
  const prepared = await prepareAll(setup, () => "");
  return async (shape, variables) => {
    const answer = await prepared.get(shape)!.respond({ variables });
    return Buffer.isBuffer(answer) ? answer : JSON.stringify(answer);
  };
}

/** Every request from another caller, so that nothing is shared. */
async function unshared(setup: GatewaySetup): Promise<Ask> {
  const prepared = await prepareAll(setup);
  return async (shape, variables) => {
    const answer = await prepared.get(shape)!.respond({ variables });
    return Buffer.isBuffer(answer) ? answer : JSON.stringify(answer);
  };
}

/** The engine's general path, which parses every answer. */
async function general(setup: GatewaySetup): Promise<Ask> {
  const prepared = await prepareAll(setup);
  return async (shape, variables) => JSON.stringify(await prepared.get(shape)!.execute({ variables }));
}

async function prepareAll({ supergraphSdl, urls, operations }: GatewaySetup, envelopeOf?: () => string) {
  const running = createEngine({
    supergraphSdl,
    agencies: Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }])),
    ...(envelopeOf && { envelopeOf }),
  });
  await running.load();
  return new Map(Object.entries(operations).map(([shape, text]) => [shape, running.prepare(parse(text))]));
}

/** The stock executor over undici, which alone makes it several times cheaper than over its own fetcher. */
async function stock({ supergraphSdl, urls, operations }: GatewaySetup): Promise<Ask> {
  const gateway = new ApolloGateway({ supergraphSdl, buildService: ({ name }) => undiciSource(urls[name]!) });
  const { executor } = await gateway.load();
  const documents = new Map<string, DocumentNode>(
    Object.entries(operations).map(([shape, text]) => [shape, parse(text)]),
  );
  const { InMemoryLRUCache } = createRequire(import.meta.url)("@apollo/utils.keyvaluecache") as {
    InMemoryLRUCache: new () => never;
  };
  const cache = new InMemoryLRUCache();
  return async (shape, variables) => {
    const document = documents.get(shape)!;
    const context = {
      request: { query: operations[shape], variables },
      document,
      operationName: null,
      queryHash: shape,
      source: operations[shape],
      context: {},
      cache,
      metrics: {},
      logger: console,
    };
    const [operation] = document.definitions;
    return JSON.stringify(await executor!({ ...context, operation } as unknown as GatewayGraphQLRequestContext));
  };
}

function undiciSource(url: string): GraphQLDataSource {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  return {
    async process({ request }) {
      const body = JSON.stringify({ query: request.query, variables: request.variables });
      const response = await pool.request({
        method: "POST",
        path: pathname,
        body,
        headers: { "content-type": "application/json" },
      });
      return (await response.body.json()) as object;
    },
  };
}
