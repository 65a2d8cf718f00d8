import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { execute, parse, type ExecutionResult, type GraphQLFieldResolver } from "graphql";
import { compose, withHeader } from "./compose.ts";

/** Field resolvers by type; `__resolveReference(key)` finds an entity. */
type Resolvers = Readonly<
  Record<string, Readonly<Record<string, GraphQLFieldResolver<never, never> | ((key: never) => unknown)>>>
>;

/** An agency made for a test. */
export interface TestAgency {
  readonly sdl: string;
  readonly resolvers?: Resolvers;
}

/** One call that an agency received. */
export interface ReceivedCall {
  readonly agency: string;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What an agency sends instead of its answer: other JSON, raw text, a status, or nothing at all. */
export interface Sent {
  readonly json?: unknown;
  readonly text?: string | Buffer;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  readonly cut?: boolean;
  readonly hang?: boolean;
}

/** Agencies over loopback HTTP. */
export interface TestAgencies extends AsyncDisposable {
  readonly supergraphSdl: string;
  readonly urls: Readonly<Record<string, string>>;
  /** Calls received since the last time this was asked. */
  readonly takeCalls: () => ReceivedCall[];
  /** Lets an agency misbehave until `behave`; `undefined` sends the true answer. */
  readonly misbehave: (agency: string, how: (answer: ExecutionResult, call: ReceivedCall) => Sent | undefined) => void;
  readonly behave: () => void;
  /** Calls that the hub gave up. */
  readonly aborted: () => number;
}

/** Starts agencies and composes their supergraph. */
export async function startAgencies(agencies: Readonly<Record<string, TestAgency>>): Promise<TestAgencies> {
  const calls: ReceivedCall[] = [];
  const misbehaviours = new Map<string, (answer: ExecutionResult, call: ReceivedCall) => Sent | undefined>();
  let aborted = 0;
  const servers = Object.entries(agencies).map(([agency, { sdl, resolvers }]) => {
    const schema = buildSubgraphSchema([
      { typeDefs: parse(withHeader(sdl)), ...(resolvers && { resolvers: resolvers as never }) },
    ]);
    const server = createServer((request, response) => void answer(request, response));
    async function answer(request: IncomingMessage, response: ServerResponse) {
      response.on("close", () => void (response.writableEnded || aborted++));
      const { query, variables } = JSON.parse(await textOf(request)) as ReceivedCall;
      const call = { agency, query, variables };
      calls.push(call);
      const result = await execute({ schema, document: parse(query), variableValues: variables, contextValue: {} });
      await send(response, misbehaviours.get(agency)?.(result, call) ?? { json: result });
    }
    return [agency, server] as const;
  });
  const urls: Record<string, string> = {};
  for (const [agency, server] of servers) {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    urls[agency] = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  }
  return {
    urls,
    supergraphSdl: compose(Object.fromEntries(Object.entries(agencies).map(([agency, { sdl }]) => [agency, sdl]))),
    takeCalls: () => calls.splice(0),
    misbehave: (agency, how) => void misbehaviours.set(agency, how),
    behave: () => misbehaviours.clear(),
    aborted: () => aborted,
    async [Symbol.asyncDispose]() {
      await Promise.all(
        servers.map(
          ([, server]) =>
            new Promise<void>((closed) => {
              server.close(() => closed());
              server.closeAllConnections();
            }),
        ),
      );
    },
  };
}

async function send(
  response: ServerResponse,
  { json, text, status = 200, headers = {}, delayMs = 0, cut, hang }: Sent,
): Promise<void> {
  if (hang) return;
  if (delayMs > 0) await new Promise((passed) => setTimeout(passed, delayMs));
  if (cut) return void response.socket?.destroy();
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(text ?? JSON.stringify(json));
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
