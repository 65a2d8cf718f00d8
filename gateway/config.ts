import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { limits } from "#contract/limits.ts";
import { z } from "zod";
import { readAuditSetting, readCheckpointMs, type AuditSetting, type Settings } from "./audit/audit-setting.ts";
import { readAgencies, type AgencyRoute } from "./agencies.ts";
import { contractBudgets, type BudgetLimits } from "./budgets/budgets.ts";
import { readBudgets } from "./budgets/read-budgets.ts";
import { readKeyRing, type KeyRing } from "./envelope/key-ring.ts";
import { readIssuers, type Issuer } from "./identity/issuers.ts";
import { LOCAL_ISSUER } from "./identity/local-issuer.ts";
import { readDocumentModes, type DocumentModes } from "./operations/document-modes.ts";

/** What the gateway is started with. */
export interface GatewayConfig {
  /** Address or name to bind; loopback, unless every caller must say who they are. */
  readonly host: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Addresses and networks of proxies whose word on a caller's address counts; empty believes nobody. */
  readonly trustedProxies: readonly string[];
  /** File with the supergraph; changes are taken over while running. */
  readonly supergraphFile: string;
  /** How to reach agencies; one that is not named answers at the address in the supergraph. */
  readonly agencies: Readonly<Record<string, AgencyRoute>>;
  /** Milliseconds that one call to an agency may take, where the operator differs from the contract. */
  readonly timeoutsMs: Readonly<Record<string, number>>;
  readonly logLevel: string;
  /** Who vouches for callers; null asks nobody's name. */
  readonly issuers: readonly Issuer[] | null;
  /** What becomes of documents that are not registered. */
  readonly documents: DocumentModes;
  /** Folder with a token for each persona of a trial, which the console offers; null outside a trial. */
  readonly trialTokens: string | null;
  /** Whether the console says that the data are made up. */
  readonly isSynthetic: boolean;
  /** File of withdrawn token ids; null for none. */
  readonly revocationsFile: string | null;
  /** Keys by which agencies know the hub; an agency without one is called unsigned. */
  readonly envelopeKeys: KeyRing;
  /** Where accesses to personal data are written down; null where whose data they are is nobody's business. */
  readonly audit: AuditSetting | null;
  /** What a caller and an organization may spend in a minute; null where nobody's name is asked. */
  readonly budgets: BudgetLimits | null;
  /** PostgreSQL in which gateways count budgets together; null counts in this process alone. */
  readonly databaseUrl: string | null;
  /** The hub's own engine, or the stock one that it is measured against. */
  readonly engine: EngineName;
  /** Whether whoever reaches the address may ask everything, as was said with `--insecure`. */
  readonly isInsecure: boolean;
  /** Folder of what may be kept between starts; null keeps nothing and serves no console. */
  readonly dataFolder: string | null;
}

const ENGINES = ["hub", "reference"] as const;

/** An engine by the name that `HUB_ENGINE` gives it. */
export type EngineName = (typeof ENGINES)[number];

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "silent"] as const;

const LOOPBACK = "127.0.0.1";
const host = z.string().regex(/^[A-Za-z0-9.:-]+$/, "must be an address or a name, without a port");
/** The number of no text is 0, which would take any port that is free. */
const port = z.string().regex(/\S/, "must be a number").pipe(z.coerce.number<string>().int().min(0).max(65_535));
/** A network of everybody would let every caller write an address of their choice into the audit log. */
const proxy = z
  .union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], "must hold addresses and networks (10.0.0.0/24) alone")
  .refine((network) => !network.endsWith("/0"), "must not trust everybody");
const timeout = z.coerce.number().int().min(1).max(limits.requestTimeoutMs);

/**
 * Reads arguments and environment. Without arguments the gateway is the hub: `GATEWAY_HOST`, `HUB_PORT`,
 * `GATEWAY_TRUSTED_PROXIES` (with commas between), `GATEWAY_AGENCIES` (a JSON file), `HUB_DATA_DIR`, `GATEWAY_ISSUERS`
 * and `GATEWAY_ENVELOPE_KEYS` (JSON files), `GATEWAY_REVOCATIONS` (a file of token ids), `GATEWAY_DOCUMENTS` (`enforce`
 * unless told), `GATEWAY_TRIAL_TOKENS` (a folder), `GATEWAY_SYNTHETIC_DATA` (`true` or `false`; `true` in a trial
 * unless told), `AUDIT_*` (see `readAuditSetting`), `GATEWAY_BUDGETS` (JSON), `GATEWAY_DATABASE_URL`,
 * `GATEWAY_<AGENCY>_TIMEOUT_MS`, `GATEWAY_LOG_LEVEL`, `HUB_ENGINE`. With `--supergraph FILE --insecure [--port N]` it
 * serves any other supergraph at the addresses written in it. An empty variable counts as absent. The only reader of
 * the environment below `gateway/`.
 * @throws one Error that lists every mistake, so that a start fails once and not once per mistake
 */
export function readGatewayConfig(argv: readonly string[], variables: NodeJS.ProcessEnv = process.env): GatewayConfig {
  const given = settingsOf(variables);
  const options = readOptions(argv);
  const problems: string[] = [];
  const attempt: Attempt = (name, read, otherwise) => {
    try {
      return read();
    } catch (error) {
      const reasons = error instanceof z.ZodError ? error.issues : [error as Error];
      problems.push(`${name}: ${reasons.map(({ message }) => message).join("; ")}`);
      return otherwise;
    }
  };
  const { supergraph } = options;
  if (supergraph !== undefined && !options.insecure) {
    problems.push(
      "--supergraph: a supergraph of its own is served without identity, so --insecure must say that this is meant",
    );
  }
  const config: GatewayConfig = {
    host: attempt("GATEWAY_HOST", () => host.parse(given("GATEWAY_HOST") ?? LOOPBACK), LOOPBACK),
    port: attempt(
      options.port === undefined ? "HUB_PORT" : "--port",
      () => port.parse(options.port ?? given("HUB_PORT") ?? "4000"),
      0,
    ),
    trustedProxies: attempt("GATEWAY_TRUSTED_PROXIES", () => proxiesIn(given("GATEWAY_TRUSTED_PROXIES") ?? ""), []),
    supergraphFile: supergraph ?? fileURLToPath(new URL("../schema/supergraph.graphql", import.meta.url)),
    agencies:
      supergraph === undefined ? attempt("GATEWAY_AGENCIES", () => agenciesFrom(given("GATEWAY_AGENCIES")), {}) : {},
    timeoutsMs: Object.fromEntries(
      Object.keys(variables).flatMap((name) => {
        const agency = /^GATEWAY_([A-Z0-9_]+)_TIMEOUT_MS$/.exec(name)?.[1]?.toLowerCase().replaceAll("_", "-");
        const value = given(name);
        return agency === undefined || value === undefined
          ? []
          : [[agency, attempt(name, () => timeout.parse(value), 0)]];
      }),
    ),
    logLevel: attempt(
      "GATEWAY_LOG_LEVEL",
      () => z.enum(LOG_LEVELS).parse(given("GATEWAY_LOG_LEVEL") ?? "warn"),
      "warn",
    ),
    issuers: attempt("GATEWAY_ISSUERS", () => fromFile(given("GATEWAY_ISSUERS"), readIssuers), null),
    documents: attempt("GATEWAY_DOCUMENTS", () => readDocumentModes(given("GATEWAY_DOCUMENTS") ?? "enforce"), {
      otherwise: "enforce",
      byOrganization: new Map(),
    }),
    trialTokens: given("GATEWAY_TRIAL_TOKENS") ?? null,
    isSynthetic: attempt("GATEWAY_SYNTHETIC_DATA", () => isSyntheticBy(given), true),
    revocationsFile: given("GATEWAY_REVOCATIONS") ?? null,
    envelopeKeys:
      attempt("GATEWAY_ENVELOPE_KEYS", () => fromFile(given("GATEWAY_ENVELOPE_KEYS"), readKeyRing), null) ?? new Map(),
    audit: isAudited(supergraph, given) ? auditFrom(given, attempt) : null,
    budgets: given("GATEWAY_ISSUERS")
      ? attempt("GATEWAY_BUDGETS", () => budgetsFrom(given("GATEWAY_BUDGETS")), contractBudgets)
      : null,
    databaseUrl: given("GATEWAY_DATABASE_URL") ?? null,
    engine: attempt("HUB_ENGINE", () => z.enum(ENGINES).parse(given("HUB_ENGINE") ?? "hub"), "hub"),
    isInsecure: options.insecure,
    dataFolder: supergraph === undefined ? resolve(given("HUB_DATA_DIR") ?? ".data") : null,
  };
  problems.push(...contradictions(config));
  if (problems.length > 0) throw new Error(`The gateway cannot start:\n  ${problems.join("\n  ")}`);
  return config;
}

/** Reads what a variable or an option says; what is wrong with it is told under that name, with all the rest. */
type Attempt = <Value>(name: string, read: () => Value, otherwise: Value) => Value;

/** Templates of units and containers leave empty what they do not set. */
const settingsOf =
  (variables: NodeJS.ProcessEnv): Settings =>
  (name) =>
    variables[name]?.trim() ? variables[name] : undefined;

/** The stock engine knows neither rights nor persons, and another supergraph none that this hub answers for. */
const isAudited = (supergraph: string | undefined, given: Settings): boolean =>
  supergraph === undefined && given("HUB_ENGINE") !== "reference";

function auditFrom(given: Settings, attempt: Attempt): AuditSetting | null {
  const setting = attempt("AUDIT_LOG_NAME", () => readAuditSetting(given), null);
  const checkpointMs = attempt("AUDIT_CHECKPOINT_SECONDS", () => readCheckpointMs(given), 0);
  return setting && { ...setting, checkpointMs };
}

/** Settings that would give away what another one protects. */
function contradictions({ issuers, engine, trialTokens, host, isInsecure }: GatewayConfig): readonly string[] {
  const isTrial = issuers?.length === 1 && issuers[0]?.issuer === LOCAL_ISSUER;
  const isOpen = isInsecure || !issuers;
  const trustsPersonas = trialTokens !== null || issuers?.some(({ issuer }) => issuer === LOCAL_ISSUER) === true;
  return [
    ...(!isLoopback(host) && (isOpen || trustsPersonas)
      ? [
          `GATEWAY_HOST: ${host} can be reached from other machines, ` +
            (isOpen ? "and nobody is asked who they are" : "and the personas of a trial are for this one"),
        ]
      : []),
    ...(issuers && engine === "reference"
      ? ["HUB_ENGINE: the reference engine enforces no rights, so it cannot stand beside issuers"]
      : []),
    ...(trialTokens !== null && !isTrial
      ? ["GATEWAY_TRIAL_TOKENS: tokens are handed out in a trial only, where its own issuer is the only one"]
      : []),
  ];
}

/** Names other than `localhost` may lead anywhere. */
const isLoopback = (host: string) => host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);

function readOptions(argv: readonly string[]) {
  const options = {
    supergraph: { type: "string" },
    port: { type: "string" },
    insecure: { type: "boolean", default: false },
  } as const;
  return parseArgs({ args: [...argv], options }).values;
}

const fromFile = <Value>(file: string | undefined, read: (text: string) => Value): Value | null =>
  file ? read(readFileSync(file, "utf8")) : null;

/** The data of a trial are made up; those of anybody else are real unless the operator says otherwise. */
const isSyntheticBy = (given: Settings): boolean =>
  z.enum(["true", "false"]).parse(given("GATEWAY_SYNTHETIC_DATA") ?? String(Boolean(given("GATEWAY_TRIAL_TOKENS")))) ===
  "true";

const proxiesIn = (list: string) => (list === "" ? [] : list.split(",").map((each) => proxy.parse(each.trim())));

const budgetsFrom = (text: string | undefined) => (text ? readBudgets(text) : contractBudgets);

function agenciesFrom(file: string | undefined): Readonly<Record<string, AgencyRoute>> {
  if (!file) throw new Error("must name a JSON file that says where the agencies answer");
  return readAgencies(readFileSync(file, "utf8"));
}
