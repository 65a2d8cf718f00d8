import { mkdtempDisposable, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Purpose } from "#contract/caller.ts";
import { openLocalIssuer } from "../../gateway/identity/local-issuer.ts";
import type { AuditSetting } from "../../gateway/audit/audit-setting.ts";
import { pseudonymKeysNow } from "../../gateway/audit/keys.ts";
import type { BudgetLimits } from "../../gateway/budgets/budgets.ts";
import type { GatewayConfig } from "../../gateway/config.ts";
import { personas, type Persona } from "../../gateway/identity/personas.ts";
import { readDocumentModes } from "../../gateway/operations/document-modes.ts";
import { startGateway, type RunningGateway } from "../../gateway/server.ts";
import { startAuditLog } from "../../subgraphs/audit-log/server.ts";
import { startForeignMinistry } from "../../subgraphs/foreign-ministry/server.ts";
import type { AgencyConfig } from "../../subgraphs/kit/config.ts";
import type { DatabaseOptions } from "../../subgraphs/kit/database.ts";
import type { RunningAgency } from "../../subgraphs/kit/serve.ts";
import { startOrganizationCommission } from "../../subgraphs/organization-commission/server.ts";
import { startProvincialCommittees } from "../../subgraphs/provincial-committees/server.ts";
import type { TestDatabase } from "./database.ts";
import { envelopeKeys, everybodysOfficer } from "./envelope.ts";
import { introduceParts, keyRing, servedCommittees, type HubPeering } from "./hub-peering.ts";
import { leaveConsoleOut } from "./leave-console-out.ts";
import { post } from "./post.ts";
import { createSeededDatabases, INDEX_KEY } from "./seeded-databases.ts";
import type { Answer } from "./small-hub.ts";

const agencyFolders = {
  "organization-commission": "organization-commission",
  "foreign-ministry": "foreign-ministry",
  north: "provincial-committees",
  centre: "provincial-committees",
  south: "provincial-committees",
  "audit-log": "audit-log",
} as const;

/** A process of the hub: an agency, or an instance of the provincial committees. */
export type HubPart = keyof typeof agencyFolders;

/** One SQL statement and who sent it. */
export interface SentStatement {
  readonly by: HubPart;
  readonly sql: string;
}

/** The whole hub in this process: real HTTP between its parts, real databases with a small nation in them. */
export interface TestHub extends AsyncDisposable {
  readonly url: string;
  /** Asks as somebody who sees everything unless told whom to ask as; null asks without a token. */
  readonly ask: (query: string, variables?: object, as?: Impersonation | null) => Promise<Answer>;
  /** The headers by which the hub knows a persona. */
  readonly headersFor: (as: Impersonation) => Promise<Readonly<Record<string, string>>>;
  /** Another gateway before the same agencies, as a replica would be. */
  readonly startReplica: () => Promise<RunningGateway>;
  /** Addresses of the agencies, to reach one without the hub. */
  readonly urlOf: (part: HubPart) => string;
  /** Connection of the part's own role. */
  readonly databaseUrlOf: (part: HubPart) => string;
  /** Superuser connection to the part's database: for looking at what nobody may see whole. */
  readonly adminUrlOf: (part: HubPart) => string;
  /** The statements sent since the last call, in order. */
  readonly takeStatements: () => readonly SentStatement[];
  /** Ends a part, as a process that stops: its port refuses connections. */
  readonly stop: (part: HubPart) => Promise<void>;
  /** Starts it again at the same address. */
  readonly start: (part: HubPart) => Promise<void>;
}

/** Sees everything; no persona does, so that none can stand for all tests. */
const officer: Persona = {
  ...everybodysOfficer,
  name: everybodysOfficer.subject,
  title: { en: "Officer of tests", vi: "Cán bộ trong kiểm thử" },
  scopes: [...new Set(personas.flatMap(({ scopes }) => scopes))],
  purposes: [everybodysOfficer.purpose],
  memberId: null,
};

/** Whom to ask as, and why: a persona by name, or a caller of the test's own. */
export interface Impersonation {
  readonly persona: string | Persona;
  readonly purpose?: Purpose;
}

/** What a test may change of the hub it starts. */
export interface TestHubOptions {
  /** Another supergraph than the committed one; agencies that only it knows answer at the addresses in it. */
  readonly supergraphFile?: string;
  /** Where accesses to personal data are written down; nowhere unless told. */
  readonly audit?: AuditSetting | null;
  /** What callers may spend in a minute; nobody counts unless told. */
  readonly budgets?: BudgetLimits | null;
  /** PostgreSQL in which gateways count budgets together; each counts alone unless told. */
  readonly databaseUrl?: string | null;
  /** Whether registered operations are answered by their id. */
  readonly isRegistered?: boolean;
  /** Whether agencies tell each other what they have done; most tests only ask. */
  readonly isExchanging?: boolean;
  /** Whether it serves the console, with the personas of a trial. */
  readonly hasConsole?: boolean;
}

/** Kept between test runs, because a page is built into it. */
const consoleCache = fileURLToPath(new URL("../../node_modules/.cache/inter-agency-hub", import.meta.url));

const committedSupergraph = fileURLToPath(new URL("../../schema/supergraph.graphql", import.meta.url));

/** Starts a hub over a nation of 1,000 members, the same at every start. */
export async function startTestHub({
  supergraphFile = committedSupergraph,
  audit = null,
  budgets = null,
  databaseUrl = null,
  isRegistered = false,
  isExchanging = false,
  hasConsole = false,
}: TestHubOptions = {}): Promise<TestHub> {
  const resources = new AsyncDisposableStack();
  const folder = resources.use(await mkdtempDisposable(join(tmpdir(), "hub-issuer-")));
  const issuer = await openLocalIssuer(folder.path);
  // The officer of tests reaches more committees than any persona.
  const organizations = [...issuer.trust.grants.organizations];
  const grants = { ...issuer.trust.grants, committees: officer.committees as string[], organizations };
  const parts = Object.keys(agencyFolders) as HubPart[];
  const databases = await createSeededDatabases<HubPart>(agencyFolders);
  for (const database of databases.values()) resources.use(database);
  const pseudonymKeys = pseudonymKeysNow(audit?.keysFolder ?? folder.path);
  const databaseOf = (part: HubPart) => databases.get(part) as TestDatabase;
  let statements: SentStatement[] = [];
  const running = new Map<HubPart, RunningAgency>();
  const introduced = isExchanging ? await introduceParts() : new Map<string, HubPeering>();
  const ports = new Map<HubPart, number>();
  const start = async (part: HubPart) => {
    const common = {
      host: "127.0.0.1",
      port: ports.get(part) ?? introduced.get(part)?.port ?? 0,
      databaseUrl: databaseOf(part).url,
      poolSize: 4,
      onStatement: (sql: string) => void statements.push({ by: part, sql }),
      envelopeKeys,
      insecureCaller: null,
      peering: introduced.get(part)?.peering ?? null,
    };
    const agency = await launch(part, common, pseudonymKeys);
    running.set(part, agency);
    ports.set(part, Number(new URL(agency.url).port));
  };
  const stop = async (part: HubPart) => {
    await running.get(part)?.close();
    running.delete(part);
  };
  for (const part of parts) {
    await start(part);
    resources.defer(() => stop(part));
  }
  const urlOf = (part: HubPart) => running.get(part)?.url ?? "";
  const headersFor = async ({ persona: wanted, purpose }: Impersonation) => {
    const persona = typeof wanted === "string" ? [officer, ...personas].find(({ name }) => name === wanted) : wanted;
    if (!persona) throw new Error(`There is no persona ${String(wanted)}.`);
    // A caller of a test's own may act for any organization; which there are is known when the hub runs.
    organizations.push(persona.organization);
    return { authorization: `Bearer ${await issuer.tokenFor(persona)}`, ...(purpose && { "x-purpose": purpose }) };
  };
  if (hasConsole)
    for (const persona of personas) await writeFile(join(folder.path, persona.name), await issuer.tokenFor(persona));
  const config: GatewayConfig = {
    host: "127.0.0.1",
    port: 0,
    trustedProxies: ["127.0.0.1"],
    supergraphFile,
    agencies: {
      "organization-commission": { url: urlOf("organization-commission") },
      "foreign-ministry": { url: urlOf("foreign-ministry") },
      "audit-log": { url: urlOf("audit-log") },
      "provincial-committees": {
        instances: { north: urlOf("north"), centre: urlOf("centre"), south: urlOf("south") },
        routes: Object.fromEntries(servedCommittees),
      },
    },
    timeoutsMs: {},
    logLevel: "silent",
    engine: "hub",
    issuers: [{ ...issuer.trust, grants }],
    documents: readDocumentModes("off"),
    trialTokens: hasConsole ? folder.path : null,
    revocationsFile: null,
    envelopeKeys: keyRing,
    audit,
    isSynthetic: true,
    isInsecure: false,
    budgets,
    databaseUrl,
    dataFolder: hasConsole ? consoleCache : isRegistered ? folder.path : null,
  };
  if (!hasConsole) await leaveConsoleOut(folder.path);
  const gateway = resources.use(await startGateway(config));
  return {
    url: gateway.url,
    ask: async (query, variables = {}, as = { persona: officer.name, purpose: everybodysOfficer.purpose }) =>
      post(gateway.url, { query, variables }, as ? await headersFor(as) : {}),
    headersFor,
    startReplica: async () => startGateway(config),
    urlOf,
    databaseUrlOf: (part) => databaseOf(part).url,
    adminUrlOf: (part) => databaseOf(part).adminUrl,
    takeStatements: () => {
      const taken = statements;
      statements = [];
      return taken;
    },
    stop,
    start,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function launch(
  part: HubPart,
  config: AgencyConfig & Pick<DatabaseOptions, "onStatement">,
  pseudonymKeys: string,
): Promise<RunningAgency> {
  if (part === "audit-log") return startAuditLog({ ...config, pseudonymKeys });
  if (part === "organization-commission") return startOrganizationCommission({ ...config, indexKey: INDEX_KEY });
  return part === "foreign-ministry" ? startForeignMinistry(config) : startProvincialCommittees(config);
}
