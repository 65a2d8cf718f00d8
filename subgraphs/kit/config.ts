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
 * Reads `<PREFIX>_HOST`, `<PREFIX>_PORT`, `<PREFIX>_DATABASE_URL` and `<PREFIX>_POOL_SIZE`. The only reader of
 * the environment below `subgraphs/`.
 * @throws one Error that lists every variable at fault, so that a start fails once and not once per mistake.
 */
export function readAgencyConfig(prefix: string, env: NodeJS.ProcessEnv = process.env): AgencyConfig {
  const parsed = z
    .object({
      host: z.string().default("127.0.0.1"),
      port: z.coerce.number().int().min(0).max(65_535),
      databaseUrl: z.url({ protocol: /^postgres(ql)?$/ }),
      poolSize: z.coerce.number().int().min(1).max(200).default(10),
    })
    .safeParse({
      host: env[`${prefix}_HOST`],
      port: env[`${prefix}_PORT`],
      databaseUrl: env[`${prefix}_DATABASE_URL`],
      poolSize: env[`${prefix}_POOL_SIZE`],
    });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${prefix}_${variableOf(String(path[0]))}: ${message}`,
  );
  throw new Error(`The environment is incomplete:\n  ${problems.join("\n  ")}`);
}

const variableOf = (property: string) => property.replace(/[A-Z]/g, (capital) => `_${capital}`).toUpperCase();
