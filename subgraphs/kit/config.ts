import { createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { purposes } from "#contract/caller.ts";
import { readEnvelopeKeys } from "#contract/envelope-keys.ts";
import { readEventKey, readEventPeers } from "#contract/event-keys.ts";
import type { InsecureCaller } from "#kit/envelope.ts";
import type { ExchangeConfig } from "#kit/exchange.ts";

/** How one agency's process listens and where its database is. */
export interface AgencyConfig {
  /** Address to bind; loopback unless the operator says otherwise. */
  readonly host: string;
  /** TCP port; 0 takes a free one. */
  readonly port: number;
  /** Connection of the service role, which owns nothing. */
  readonly databaseUrl: string;
  /** Connections the process may hold open at once. */
  readonly poolSize: number;
  /** Keys shared with the hub, as `readEnvelopeKeys` reads them; null only beside an `insecureCaller`. */
  readonly envelopeKeys: string | null;
  /** As whom everybody is taken who reaches the port; null wherever requests are signed. */
  readonly insecureCaller: InsecureCaller | null;
  /** Who the process is among those that exchange events, and who the others are; absent for one that tells nobody. */
  readonly peering?: ExchangeConfig | null;
}

/**
 * Reads `<PREFIX>_HOST`, `<PREFIX>_PORT`, `<PREFIX>_DATABASE_URL`, `<PREFIX>_POOL_SIZE`, `<PREFIX>_ENVELOPE_KEYS` or
 * `<PREFIX>_INSECURE_CALLER` (JSON) in its stead, the files `<PREFIX>_PEERS` and `<PREFIX>_EVENT_KEY` of a process that
 * exchanges events, and one variable for each secret, `indexKey` from `<PREFIX>_INDEX_KEY`. An empty variable counts as
 * absent. The only reader of the environment below `subgraphs/`.
 * @throws one Error that lists every variable at fault, so that a start fails once and not once per mistake.
 */
export function readAgencyConfig<Secret extends string = never>(
  prefix: string,
  { secrets = [], env = process.env }: { readonly secrets?: readonly Secret[]; readonly env?: NodeJS.ProcessEnv } = {},
): AgencyConfig & Readonly<Record<NoInfer<Secret>, string>> {
  const shape = { ...agencyConfig, ...Object.fromEntries(secrets.map((name) => [name, secret])) };
  const variables = new Map(Object.keys(shape).map((name) => [name, `${prefix}_${variableOf(name)}`]));
  const values = Object.fromEntries([...variables].map(([name, variable]) => [name, given(env[variable])]));
  const parsed = z.object(shape).safeParse(values);
  const peering = readPeering(values);
  const issues = [...(parsed.error?.issues ?? []), ...unsaid(values), ...peering.issues];
  if (issues.length > 0) {
    const problems = issues.map(({ path, message }) => `${variables.get(String(path[0]))}: ${message}`);
    throw new Error(`The environment is incomplete:\n  ${problems.join("\n  ")}`);
  }
  const { peers: _, eventKey: __, ...config } = parsed.data as Record<string, unknown>;
  return { ...config, peering: peering.config } as unknown as AgencyConfig & Record<Secret, string>;
}

/** An address that is empty would be every address of the machine. */
const given = (value: string | undefined): string | undefined => (value?.trim() ? value : undefined);

/** Two files that only make sense together: everybody's addresses and public keys, and the own private key. */
function readPeering({ peers: peersFile, eventKey: keyFile }: Readonly<Record<string, string | undefined>>): {
  readonly config: ExchangeConfig | null;
  readonly issues: readonly { readonly path: readonly string[]; readonly message: string }[];
} {
  if (!peersFile && !keyFile) return { config: null, issues: [] };
  const fail = (name: string, message: string) => ({ config: null, issues: [{ path: [name], message }] });
  if (!peersFile || !keyFile) return fail(peersFile ? "eventKey" : "peers", "must name a file as well as its partner");
  try {
    const key = readEventKey(readFileSync(keyFile, "utf8"));
    const ownKey = createPublicKey(key);
    const known = readEventPeers(readFileSync(peersFile, "utf8"));
    const [name] = [...known.peers].find(([, { publicKey }]) => publicKey.equals(ownKey)) ?? [];
    if (name === undefined) return fail("peers", "names nobody whose public key belongs to the own private key");
    return { config: { ...known, name, key }, issues: [] };
  } catch (error) {
    return fail("peers", (error as Error).message);
  }
}

/** By what callers are known is said in one way, aloud: a process that lost its keys must not open its door. */
function unsaid({ envelopeKeys, insecureCaller: caller }: Readonly<Record<string, string | undefined>>) {
  const message = "must hold the keys shared with the hub, unless there is an insecure caller in their stead";
  return (envelopeKeys === undefined) === (caller === undefined) ? [{ path: ["envelopeKeys"], message }] : [];
}

/** A text that `read` accepts, as it is. */
const accepted =
  (read: (text: string) => unknown) =>
  (text: string, context: z.RefinementCtx): string => {
    try {
      read(text);
    } catch (error) {
      context.addIssue({ code: "custom", message: (error as Error).message });
    }
    return text;
  };

function parseJson(text: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: "custom", message: "must be JSON" });
    return z.NEVER;
  }
}

const insecureCaller: z.ZodType<InsecureCaller> = z.strictObject({
  subject: z.string().default(""),
  organization: z.string().default(""),
  committees: z.array(z.string()).default([]),
  scopes: z.array(z.string()).default([]),
  purpose: z.enum(purposes).nullable().default(null),
  memberId: z.string().nullable().default(null),
});

const agencyConfig = {
  host: z.string().default("127.0.0.1"),
  port: z.coerce.number({ error: "must be a TCP port" }).int().min(0).max(65_535),
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/, error: "must be a URL that begins with postgres://" }),
  poolSize: z.coerce.number().int().min(1).max(200).default(10),
  envelopeKeys: z.string().transform(accepted(readEnvelopeKeys)).nullable().default(null),
  insecureCaller: z.string().transform(parseJson).pipe(insecureCaller).nullable().default(null),
  peers: z.string().nullable().default(null),
  eventKey: z.string().nullable().default(null),
};

/** As long as the digest it keys. */
const secret = z.string({ error: "must be given" }).min(32);

const variableOf = (property: string) => property.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();
