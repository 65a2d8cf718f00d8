import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { composeServices } from "@apollo/composition";
import { buildSubgraphSchema, type GraphQLResolverMap } from "@apollo/subgraph";
import { graphql, parse } from "graphql";

/** One call that an agency has received. */
interface ReceivedCall {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly requestId: string | undefined;
}

/** Answers a call in place of the agency: what a fault looks like on the wire. */
export type Fault = (response: ServerResponse, request: IncomingMessage) => void;

/** A small agency over HTTP, in this process. */
export interface TestAgency extends AsyncDisposable {
  readonly url: string;
  readonly calls: ReceivedCall[];
  /** Set, it answers every call; undefined, the agency is well. */
  fault: Fault | undefined;
  /** Refuses connections from now on, as a process that has ended. */
  readonly stop: () => Promise<void>;
}

/** Starts an agency of this SDL. A resolver's error leaves with its `extensions`, as from a well-behaved agency. */
export async function startAgency(sdl: string, resolvers: object): Promise<TestAgency> {
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as GraphQLResolverMap }]);
  const server = createServer((request, response) => {
    void answer(request, response);
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { query, variables = {} } = await readJson(request);
    agency.calls.push({ query, variables, requestId: request.headers["x-request-id"]?.toString() });
    if (agency.fault) return agency.fault(response, request);
    const result = await graphql({ schema, source: query, variableValues: variables });
    response.setHeader("content-type", "application/json").end(JSON.stringify(result));
  };
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const stop = async () => {
    server.closeAllConnections();
    if (server.listening) await new Promise((done) => server.close(done));
  };
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const agency: TestAgency = { url, calls: [], fault: undefined, stop, [Symbol.asyncDispose]: stop };
  return agency;
}

async function readJson(request: IncomingMessage): Promise<{ query: string; variables?: Record<string, unknown> }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as { query: string };
}

/** A supergraph of these agencies, as text. */
export function composeForTest(
  services: Readonly<Record<string, { readonly url: string; readonly sdl: string }>>,
): string {
  const composed = composeServices(
    Object.entries(services).map(([name, { url, sdl }]) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (!composed.supergraphSdl) throw new Error(composed.errors?.map(({ message }) => message).join("\n"));
  return composed.supergraphSdl;
}

/** A file in a folder of its own, which goes when the test ends. */
export async function temporaryFile(name: string, text: string): Promise<{ readonly path: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), "hub-test-"));
  const path = join(folder, name);
  await writeFile(path, text);
  return { path, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}
