import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import committees from "../committees.json" with { type: "json" };
import { pseudonymKeysNow } from "../../gateway/audit/keys.ts";
import { shippingFile } from "../audit/config.ts";
import type { HubConfig } from "../config.ts";
import { agencyProcesses, gatewayDatabase, type AgencyProcess } from "./agencies.ts";
import { startChild, type ChildSpecification } from "./child.ts";
import { openDatabases, type HubDatabases } from "./databases.ts";
import { childEnvironment } from "./environment.ts";
import { drawEventKeys, type EventKeyFiles } from "./event-keys.ts";
import { migrateAll } from "./migrations.ts";
import { writePrivateFile } from "./private-file.ts";
import { freePort, requireFreePort } from "./port.ts";
import { drawEnvelopeKeys, type EnvelopeKeys } from "./secrets.ts";
import { requireSynthetic, seedOnce } from "./seed.ts";
import { openTrial, type Trial } from "./trial.ts";

/** The whole hub on this machine. Disposal stops the gateway, then the agencies, then the database. */
export interface RunningHub extends AsyncDisposable {
  /** Base address of the gateway. */
  readonly url: string;
  /** Where a trial keeps a token for each persona; null where the operator names issuers. */
  readonly tokensFolder: string | null;
}

type Log = (line: string) => void;

/** Starts everything that `config` asks for and waits until every process is ready. */
export async function startHub(config: HubConfig, logOf: (name: string) => Log): Promise<RunningHub> {
  // A trial hands its tokens to whoever sits at the machine, so the people behind them must be made up.
  if (config.isTrial && config.databases.kind === "given")
    throw new Error("GATEWAY_ISSUERS is missing: with databases of your own, say whose tokens count.");
  await requireFreePort(config.port, "HUB_PORT");
  await using starting = new AsyncDisposableStack();
  const databases = starting.use(await openDatabases(config));
  const log = logOf("hub");
  // Where somebody else made the databases, they also decide when tables change and what is in them.
  if (databases.adminUrl !== null) {
    for (const line of await migrateAll(databases)) log(`applied ${line}`);
    await seedOnce(databases, log);
    if (config.isTrial) await requireSynthetic(databases);
  }

  const trial = config.isTrial ? starting.use(await openTrial(config.dataFolder, log)) : null;
  const names = agencyProcesses.map(({ name }) => name);
  const envelope = await drawEnvelopeKeys(config.dataFolder, names);
  const ports = new Map<string, number>();
  // At the same time, so that none is given out twice.
  const [shipperPort] = await Promise.all([
    freePort(),
    ...names.map(async (name) => void ports.set(name, await freePort())),
  ]);
  const addresses = Object.fromEntries([...ports].map(([name, port]) => [name, addressOf(port)]));
  const keys = { envelope, events: await drawEventKeys(config.dataFolder, addresses, eventRoutes) };
  const agencies = agencyProcesses.map((agency) =>
    agencySpecification(agency, ports.get(agency.name) ?? 0, config, databases, keys, logOf(agency.name)),
  );
  const gateway = await gatewaySpecification(config, agencies, databases, envelope, trial, logOf("gateway"));
  const shipper = await shipperSpecification(config, shipperPort, databases, logOf("audit"));
  const children = [...agencies.map(({ specification }) => specification), gateway, shipper].map((specification) => {
    const child = startChild(specification);
    starting.defer(child.stop);
    return child;
  });
  await Promise.all(children.map(({ ready }) => ready));

  const started = starting.move();
  const tokensFolder = trial?.tokensFolder ?? null;
  return { url: addressOf(config.port), tokensFolder, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Compiled modules are kept beside the data: six processes load much the same ones, and so does the next start. */
const inherited = ({ env, dataFolder }: HubConfig): NodeJS.ProcessEnv => ({
  NODE_COMPILE_CACHE: join(dataFolder, "compile-cache"),
  ...env,
});

const source = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const addressOf = (port: number) => `http://127.0.0.1:${port}`;

interface SpecifiedAgency {
  readonly agency: AgencyProcess;
  readonly specification: ChildSpecification;
}

function agencySpecification(
  agency: AgencyProcess,
  port: number,
  config: HubConfig,
  { urls, indexKey }: HubDatabases,
  { envelope, events }: { readonly envelope: EnvelopeKeys; readonly events: EventKeyFiles },
  log: Log,
): SpecifiedAgency {
  const own = {
    [`${agency.variables}_HOST`]: "127.0.0.1",
    [`${agency.variables}_PORT`]: String(port),
    [`${agency.variables}_DATABASE_URL`]: urls.get(agency.name)?.serviceUrl ?? "",
    [`${agency.variables}_ENVELOPE_KEYS`]: envelope.keys[agency.name] ?? "",
    [`${agency.variables}_PEERS`]: events.peers,
    [`${agency.variables}_EVENT_KEY`]: events.keys[agency.name] ?? "",
    ...(agency.agency === "organization-commission" && { ORGANIZATION_COMMISSION_INDEX_KEY: indexKey }),
    ...(agency.agency === "audit-log" && { AUDIT_LOG_PSEUDONYM_KEYS: pseudonymKeysFor(config) }),
  };
  const env = childEnvironment(inherited(config), [agency.variables], own);
  return {
    agency,
    specification: {
      name: agency.name,
      file: source(`subgraphs/${agency.agency}/main.ts`),
      env,
      url: addressOf(port),
      log,
    },
  };
}

async function gatewaySpecification(
  config: HubConfig,
  agencies: readonly SpecifiedAgency[],
  { urls }: HubDatabases,
  envelope: EnvelopeKeys,
  trial: Trial | null,
  log: Log,
): Promise<ChildSpecification> {
  await mkdir(config.dataFolder, { recursive: true });
  const file = join(config.dataFolder, "agencies.json");
  await writeFile(file, `${JSON.stringify(addressesOf(agencies), null, 2)}\n`);
  const own = {
    HUB_PORT: String(config.port),
    HUB_DATA_DIR: config.dataFolder,
    GATEWAY_AGENCIES: file,
    GATEWAY_ENVELOPE_KEYS: envelope.file,
    GATEWAY_DATABASE_URL: urls.get(gatewayDatabase.name)?.serviceUrl ?? "",
    ...(trial && {
      GATEWAY_ISSUERS: trial.issuersFile,
      GATEWAY_TRIAL_TOKENS: trial.tokensFolder,
      // Whoever tries the hub wants to ask questions of their own, and to hear which of them production would refuse.
      GATEWAY_DOCUMENTS: config.env["GATEWAY_DOCUMENTS"] ?? "log",
    }),
  };
  // In a terminal a line for every request would bury the few that ask for action.
  // Whoever tries the hub wants to see soon what the audit says.
  const usual = { GATEWAY_LOG_LEVEL: "warn", AUDIT_CHECKPOINT_SECONDS: "5" };
  const env = { ...usual, ...childEnvironment(inherited(config), ["HUB", "GATEWAY", "AUDIT"], own) };
  return { name: "gateway", file: source("gateway/main.ts"), env, url: addressOf(config.port), log };
}

/** What brings the gateway's audit log to its database. */
async function shipperSpecification(
  config: HubConfig,
  port: number,
  { urls }: HubDatabases,
  log: Log,
): Promise<ChildSpecification> {
  const url = urls.get("audit-log")?.serviceUrl ?? "";
  await writePrivateFile(shippingFile(config.dataFolder), url);
  const own = {
    HUB_DATA_DIR: config.dataFolder,
    AUDIT_DATABASE_URL: url,
    AUDIT_SHIPPER_HOST: "127.0.0.1",
    AUDIT_SHIPPER_PORT: String(port),
  };
  const env = childEnvironment(inherited(config), ["AUDIT"], own);
  return { name: "audit", file: source("deploy/hub.ts"), args: ["audit", "ship"], env, url: addressOf(port), log };
}

const pseudonymKeysFor = ({ env, dataFolder }: HubConfig): string =>
  pseudonymKeysNow(env["AUDIT_KEYS_FOLDER"] || join(dataFolder, "audit-keys"));

/** Where each agency answers; for one with instances also which committee is where. */
function addressesOf(agencies: readonly SpecifiedAgency[]): object {
  const entries = Object.entries(Object.groupBy(agencies, ({ agency }) => agency.agency)).map(
    ([name, processes = []]) => {
      const instances = processes.flatMap(({ agency, specification }) => {
        return agency.instance === null ? [] : [[agency.instance, `${specification.url}/graphql`] as const];
      });
      if (instances.length === 0) return [name, { url: `${processes[0]?.specification.url}/graphql` }] as const;
      return [name, { instances: Object.fromEntries(instances), routes }] as const;
    },
  );
  return Object.fromEntries(entries);
}

const routes = Object.fromEntries(
  Object.entries(committees).flatMap(([instance, codes]) => codes.map((code) => [code, instance])),
);

/** For events: the process that keeps the records of a committee. */
const eventRoutes = Object.fromEntries(
  Object.entries(routes).map(([committee, instance]) => [committee, `provincial-committees/${instance}`]),
);
