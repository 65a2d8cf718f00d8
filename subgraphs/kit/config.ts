import { z } from "zod";

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
}

/**
 * Reads `<PREFIX>_HOST`, `<PREFIX>_PORT`, `<PREFIX>_DATABASE_URL`, `<PREFIX>_POOL_SIZE` and one variable for each
 * secret, `indexKey` from `<PREFIX>_INDEX_KEY`. The only reader of the environment below `subgraphs/`.
 * @throws one Error that lists every variable at fault, so that a start fails once and not once per mistake.
 */
export function readAgencyConfig<Secret extends string = never>(
  prefix: string,
  { secrets = [], env = process.env }: { readonly secrets?: readonly Secret[]; readonly env?: NodeJS.ProcessEnv } = {},
): AgencyConfig & Readonly<Record<NoInfer<Secret>, string>> {
  const shape = { ...agencyConfig, ...Object.fromEntries(secrets.map((name) => [name, secret])) };
  const variables = new Map(Object.keys(shape).map((name) => [name, `${prefix}_${variableOf(name)}`]));
  const values = Object.fromEntries([...variables].map(([name, variable]) => [name, env[variable]]));
  const parsed = z.object(shape).safeParse(values);
  if (parsed.success) return parsed.data as unknown as AgencyConfig & Record<Secret, string>;
  const problems = parsed.error.issues.map(({ path, message }) => `${variables.get(String(path[0]))}: ${message}`);
  throw new Error(`The environment is incomplete:\n  ${problems.join("\n  ")}`);
}

const agencyConfig = {
  host: z.string().default("127.0.0.1"),
  port: z.coerce.number().int().min(0).max(65_535),
  databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }),
  poolSize: z.coerce.number().int().min(1).max(200).default(10),
};

/** As long as the digest it keys. */
const secret = z.string().min(32);

const variableOf = (property: string) => property.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();
