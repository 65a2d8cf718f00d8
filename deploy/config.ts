import { resolve } from "node:path";
import { z } from "zod";
import { agencyProcesses, gatewayDatabase } from "./local/agencies.ts";

/** What an operator decides about a run of the whole hub on one machine. */
export interface HubConfig {
  /** Port of the gateway on 127.0.0.1. */
  readonly port: number;
  /** Absolute path of what the run keeps: embedded PostgreSQL, passwords, written settings. */
  readonly dataFolder: string;
  readonly databases: DatabaseChoice;
  /** Key of the member index's number hashes; null leaves the choice to the first run. */
  readonly indexKey: string | null;
  /** Whether callers are personas of the hub's own making, because the operator names no issuers. */
  readonly isTrial: boolean;
  /** The environment that children may inherit from. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Where the agencies' databases are: in an embedded PostgreSQL; on a server where this program may make them; or
 * made by somebody else, one URL for each process by its name, and then the index key comes from them too.
 */
type DatabaseChoice =
  | { readonly kind: "embedded" }
  | { readonly kind: "server"; readonly adminUrl: string }
  | { readonly kind: "given"; readonly urls: ReadonlyMap<string, string> };

const INDEX_KEY = "ORGANIZATION_COMMISSION_INDEX_KEY";

/** Where a PostgreSQL is. */
export const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: "must be a URL that begins with postgres://" });

/**
 * Reads the environment; in `deploy/` only `audit/config.ts` does so too. An empty variable counts as absent.
 * @throws one Error that lists every variable at fault
 */
export function readHubConfig(env: NodeJS.ProcessEnv = process.env): HubConfig {
  const set = given(env);
  const parsed = z
    .object({
      HUB_PORT: z.coerce.number({ error: "must be a number" }).int().min(1).max(65_535).default(4000),
      DATABASE_URL: postgresUrl.optional(),
      [INDEX_KEY]: z.string().min(32).optional(),
      ...Object.fromEntries(
        [...agencyProcesses, gatewayDatabase].map(({ urlVariable }) => [urlVariable, postgresUrl.optional()]),
      ),
    })
    .safeParse(set);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
  problems.push(...missingUrls(set));
  if (!parsed.success || problems.length > 0)
    throw new Error(`The environment is not right:\n  ${problems.join("\n  ")}`);
  return {
    port: parsed.data.HUB_PORT,
    dataFolder: dataFolderOf(env),
    databases: chosenDatabases(set),
    indexKey: parsed.data[INDEX_KEY] ?? null,
    isTrial: !set["GATEWAY_ISSUERS"],
    env: set,
  };
}

/** Where a run keeps what it keeps, even if the rest of the environment is not right. */
export const dataFolderOf = (env: NodeJS.ProcessEnv = process.env): string =>
  resolve(given(env)["HUB_DATA_DIR"] ?? ".data");

/** The variables that say something. */
export const given = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));

/** One URL for an agency means one for each: half a production would fill the other half with synthetic data. */
function missingUrls(env: NodeJS.ProcessEnv): readonly string[] {
  const needed = agencyProcesses.map(({ urlVariable }) => urlVariable);
  if (!needed.some((variable) => env[variable])) return [];
  return [...needed, INDEX_KEY]
    .filter((variable) => !env[variable])
    .map((variable) => `${variable}: is missing, while an agency has a database URL`);
}

/** The databases that an operator names by URL, by the name of the process; of one agency its operator names one. */
export function givenUrls(env: NodeJS.ProcessEnv = process.env): ReadonlyMap<string, string> {
  const set = given(env);
  return new Map(
    agencyProcesses.flatMap(({ name, urlVariable }) => (set[urlVariable] ? [[name, set[urlVariable]] as const] : [])),
  );
}

function chosenDatabases(env: NodeJS.ProcessEnv): DatabaseChoice {
  const urls = [...givenUrls(env)];
  const gatewayUrl = env[gatewayDatabase.urlVariable];
  const all = gatewayUrl ? [...urls, [gatewayDatabase.name, gatewayUrl] as const] : urls;
  if (urls.length > 0) return { kind: "given", urls: new Map(all) };
  return env["DATABASE_URL"] ? { kind: "server", adminUrl: env["DATABASE_URL"] } : { kind: "embedded" };
}
