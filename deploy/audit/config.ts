import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { auditLogName, type AuditSetting } from "../../gateway/audit/audit-setting.ts";
import { dataFolderOf, given, postgresUrl } from "../config.ts";

/** Where the audit log of one gateway process is, and where it is kept for good. */
export interface AuditConfig extends AuditSetting {
  /** Database to which segments are shipped, as its service role; null where nothing is shipped yet. */
  readonly databaseUrl: string | null;
}

/** The same database for those who ship and verify: row-level security hides the log from everybody else. */
export function recorderUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.searchParams.set("options", "-c app.is_recorder=true");
  return url.href;
}

/** Where `npm start` says to which database it ships, for the commands that are run beside it. */
export const shippingFile = (dataFolder: string): string => join(dataFolder, "audit-database");

function shippedTo(dataFolder: string): string | undefined {
  try {
    return readFileSync(shippingFile(dataFolder), "utf8").trim();
  } catch {
    return undefined;
  }
}

/**
 * Reads `AUDIT_LOG_NAME`, `AUDIT_FOLDER`, `AUDIT_KEYS_FOLDER` and `AUDIT_DATABASE_URL`; what is absent or empty lies in
 * the hub's data folder, the database where `npm start` ships to, and none where it never ran.
 * @throws one Error that lists every variable at fault
 */
export function readAuditConfig(env: NodeJS.ProcessEnv = process.env): AuditConfig {
  const dataFolder = dataFolderOf(env);
  const set = readSettings(
    z.object({
      AUDIT_LOG_NAME: auditLogName.default("hub/audit"),
      AUDIT_FOLDER: z.string().default(join(dataFolder, "audit")),
      AUDIT_KEYS_FOLDER: z.string().default(join(dataFolder, "audit-keys")),
      AUDIT_DATABASE_URL: postgresUrl.optional(),
    }),
    env,
  );
  const databaseUrl = set.AUDIT_DATABASE_URL ?? shippedTo(dataFolder);
  return {
    name: set.AUDIT_LOG_NAME,
    folder: set.AUDIT_FOLDER,
    keysFolder: set.AUDIT_KEYS_FOLDER,
    databaseUrl: databaseUrl ? recorderUrl(databaseUrl) : null,
  };
}

/** Where the shipper says that it runs. */
export interface ShipperAddress {
  /** Address or name to bind; loopback unless told. */
  readonly host: string;
  readonly port: number;
}

/**
 * Reads `AUDIT_SHIPPER_HOST` and `AUDIT_SHIPPER_PORT`; null where there is no port, and nobody can ask.
 * @throws one Error that lists every variable at fault
 */
export function readShipperAddress(env: NodeJS.ProcessEnv = process.env): ShipperAddress | null {
  const { AUDIT_SHIPPER_HOST: host, AUDIT_SHIPPER_PORT: port } = readSettings(
    z.object({
      AUDIT_SHIPPER_HOST: z.string().default("127.0.0.1"),
      AUDIT_SHIPPER_PORT: z.coerce.number({ error: "must be a TCP port" }).int().min(1).max(65_535).optional(),
    }),
    env,
  );
  return port === undefined ? null : { host, port };
}

function readSettings<Shape extends z.ZodType>(shape: Shape, env: NodeJS.ProcessEnv): z.infer<Shape> {
  const parsed = shape.safeParse(given(env));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
  throw new Error(`The environment is not right:\n  ${problems.join("\n  ")}`);
}
