import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { composeServices } from "@apollo/composition";
import { parse, printSchema } from "graphql";
import { operationsManifest, readRegisteredOperations } from "./contract/registered-operations.ts";
import { lintRules } from "./lint-rules.ts";
import { readGraph, type AgencySdl } from "./lint.ts";

/** An agency as it enters the graph: its SDL and the address that a router without configuration would call. */
export interface Subgraph extends AgencySdl {
  readonly url: string;
}

/** What all agencies make together. */
export interface Composition {
  /** For routers: who owns what, and where. */
  readonly supergraph: string;
  /** For clients: the graph without its seams. */
  readonly api: string;
}

/**
 * Composes the agencies' parts into one graph.
 * @throws one Error that lists every composition error and every broken rule of the house
 */
export function composeSupergraph(subgraphs: readonly Subgraph[]): Composition {
  const problems = lintRules.flatMap((rule) => rule(readGraph(subgraphs)));
  const composed = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  const all = [...(composed.errors ?? []).map(({ message }) => message), ...problems];
  if (all.length > 0 || !composed.schema) throw new Error(`The agencies do not make one graph:\n  ${all.join("\n  ")}`);
  return {
    supergraph: `${composed.supergraphSdl.trimEnd()}\n`,
    api: `${printSchema(composed.schema.toAPISchema().toGraphQLJSSchema({ includeDefer: true }))}\n`,
  };
}

/** The agencies of the hub with the ports of a default run. */
const AGENCIES = ["organization-commission", "foreign-ministry", "provincial-committees", "audit-log"];
const FIRST_PORT = 4001;

/** Reads the committed SDL of the hub's agencies. */
export function readSubgraphs(): Promise<readonly Subgraph[]> {
  return Promise.all(
    AGENCIES.map(async (name, index) => ({
      name,
      url: `http://127.0.0.1:${FIRST_PORT + index}/graphql`,
      sdl: await readFile(new URL(`subgraphs/${name}.graphql`, import.meta.url), "utf8"),
    })),
  );
}

/** Where the operations of the front-ends are. */
export const operationsFolder = new URL("operations/", import.meta.url);

/** Where the list of their ids is committed. */
export const manifestFile = new URL("operations.json", import.meta.url);

/** Where the composition is committed. */
export const outputs = {
  supergraph: new URL("supergraph.graphql", import.meta.url),
  api: new URL("api.graphql", import.meta.url),
} as const satisfies Record<keyof Composition, URL>;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const { supergraph, api } = composeSupergraph(await readSubgraphs());
    const manifest = operationsManifest(readRegisteredOperations(operationsFolder));
    await Promise.all([
      writeFile(outputs.supergraph, supergraph),
      writeFile(outputs.api, api),
      writeFile(manifestFile, manifest),
    ]);
    console.log("schema/supergraph.graphql, schema/api.graphql and schema/operations.json are up to date.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
