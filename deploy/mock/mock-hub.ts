import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serveWithApollo, type RunningAgency } from "#kit/serve.ts";
import { readGatewayConfig } from "../../gateway/config.ts";
import { startGateway } from "../../gateway/server.ts";
import { drawEnvelopeKeys } from "../local/secrets.ts";
import { openTrial } from "../local/trial.ts";
import { mockAgencySchema, type MockFacts } from "./mock-schema.ts";

/** How to run a mock. */
export interface MockOptions extends MockFacts {
  /** TCP port of the gateway; 0 takes a free one. */
  readonly port: number;
  /** Names of agencies that are away, for front-ends to see what an answer looks like then. */
  readonly away: readonly string[];
  /** Folder for tokens and keys of the trial personas. */
  readonly folder: string;
}

/** A hub whose agencies make their answers up. */
export interface MockHub extends AsyncDisposable {
  /** Address of GraphQL. */
  readonly url: string;
  readonly tokensFolder: string;
}

const SUBGRAPHS = new URL("../../schema/subgraphs/", import.meta.url);
/** A port on which nothing listens. */
const NOWHERE = "http://127.0.0.1:1/graphql";

/**
 * Starts the real gateway, with its identity, rights, limits and errors, before agencies without databases.
 * @throws when an agency to be away is none, or the port is taken
 */
export async function startMockHub({ port, away, folder, ...facts }: MockOptions): Promise<MockHub> {
  await using starting = new AsyncDisposableStack();
  const trial = starting.use(await openTrial(folder, console.error));
  const names = (await readdir(SUBGRAPHS)).map((file) => file.replace(/\.graphql$/, ""));
  const unknown = away.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`${unknown} is no agency: choose among ${names.join(", ")}.`);

  const envelope = await drawEnvelopeKeys(folder, names);
  const agencies: Record<string, { url: string }> = {};
  for (const name of names) {
    if (away.includes(name)) agencies[name] = { url: NOWHERE };
    else agencies[name] = { url: starting.use(await startMockAgency(name, envelope.keys[name], facts)).url };
  }
  const agenciesFile = join(folder, "agencies.json");
  await writeFile(agenciesFile, JSON.stringify(agencies));
  const config = readGatewayConfig([], {
    HUB_PORT: String(port),
    HUB_DATA_DIR: folder,
    GATEWAY_AGENCIES: agenciesFile,
    GATEWAY_ENVELOPE_KEYS: envelope.file,
    GATEWAY_ISSUERS: trial.issuersFile,
    GATEWAY_TRIAL_TOKENS: trial.tokensFolder,
    // Front-end teams write their documents here; what is registered comes later.
    GATEWAY_DOCUMENTS: "off",
    GATEWAY_LOG_LEVEL: "error",
  });
  const gateway = starting.use(await startGateway(config));
  const started = starting.move();
  return {
    url: gateway.url,
    tokensFolder: trial.tokensFolder,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

async function startMockAgency(
  name: string,
  envelopeKeys: string | undefined,
  facts: MockFacts,
): Promise<RunningAgency> {
  const sdl = await readFile(new URL(`${name}.graphql`, SUBGRAPHS), "utf8");
  return serveWithApollo({
    name,
    host: "127.0.0.1",
    port: 0,
    schema: mockAgencySchema(sdl, facts),
    context: () => ({}),
    checkReady: () => Promise.resolve(),
    close: () => Promise.resolve(),
    envelopeKeys,
  });
}
