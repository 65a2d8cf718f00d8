import { join, resolve } from "node:path";
import { z } from "zod";

/** Where the audit log of one gateway process is. */
export interface AuditSetting {
  /** Name of the log, without spaces and plus signs; each process of the gateway has one of its own. */
  readonly name: string;
  /** Folder of the segments, on a disk that keeps what it says it has written. */
  readonly folder: string;
  readonly keysFolder: string;
}

const name = z.string().regex(/^[^\s+]+$/, "must be without spaces and plus signs");

/**
 * Reads `AUDIT_LOG_NAME`, `AUDIT_FOLDER` and `AUDIT_KEYS_FOLDER`; what is absent or empty lies in `HUB_DATA_DIR`.
 * @throws ZodError
 */
export function readAuditSetting(env: NodeJS.ProcessEnv): AuditSetting {
  const dataFolder = resolve(env["HUB_DATA_DIR"] || ".data");
  return {
    name: name.parse(env["AUDIT_LOG_NAME"] || "hub/audit"),
    folder: env["AUDIT_FOLDER"] || join(dataFolder, "audit"),
    keysFolder: env["AUDIT_KEYS_FOLDER"] || join(dataFolder, "audit-keys"),
  };
}
