import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { AuditSetting } from "../../gateway/audit/audit-setting.ts";
import { dataFolderOf, given } from "../config.ts";

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
  const parsed = z
    .object({
      AUDIT_LOG_NAME: z
        .string()
        .regex(/^[^\s+]+$/, "must be without spaces and plus signs")
        .default("hub/audit"),
      AUDIT_FOLDER: z.string().default(join(dataFolder, "audit")),
      AUDIT_KEYS_FOLDER: z.string().default(join(dataFolder, "audit-keys")),
      AUDIT_DATABASE_URL: z
        .url({ protocol: /^postgres(ql)?$/, error: "must be a URL that begins with postgres://" })
        .optional(),
    })
    .safeParse(given(env));
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => `${String(path[0])}: ${message}`);
    throw new Error(`The environment is not right:\n  ${problems.join("\n  ")}`);
  }
  const databaseUrl = parsed.data.AUDIT_DATABASE_URL ?? shippedTo(dataFolder);
  return {
    name: parsed.data.AUDIT_LOG_NAME,
    folder: parsed.data.AUDIT_FOLDER,
    keysFolder: parsed.data.AUDIT_KEYS_FOLDER,
    databaseUrl: databaseUrl ? recorderUrl(databaseUrl) : null,
  };
}
