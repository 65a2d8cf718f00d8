import { join, resolve } from "node:path";
import { z } from "zod";

/** Where the audit log of one gateway process is. */
export interface AuditSetting {
  /** Name of the log, without spaces and plus signs; each process of the gateway has one of its own. */
  readonly name: string;
  /** Folder of the segments, on a disk that keeps what it says it has written. */
  readonly folder: string;
  readonly keysFolder: string;
  /** Milliseconds after which a checkpoint is made, and entries can be shipped; 60,000 unless told. */
  readonly checkpointMs?: number;
}

/** The value of a variable of the environment; undefined for one that is absent or empty. */
export type Settings = (variable: string) => string | undefined;

const seconds = z.coerce.number().int().min(1).max(3_600);

/** What a log may be called: its name stands in signed notes, between signs that part it from the rest. */
export const auditLogName = z.string().regex(/^[^\s+]+$/, "must be without spaces and plus signs");

/**
 * Reads `AUDIT_LOG_NAME`, `AUDIT_FOLDER` and `AUDIT_KEYS_FOLDER`; folders that are absent lie in `HUB_DATA_DIR`.
 * @throws ZodError, of the name
 */
export function readAuditSetting(given: Settings): AuditSetting {
  const dataFolder = resolve(given("HUB_DATA_DIR") ?? ".data");
  return {
    name: auditLogName.parse(given("AUDIT_LOG_NAME") ?? "hub/audit"),
    folder: given("AUDIT_FOLDER") ?? join(dataFolder, "audit"),
    keysFolder: given("AUDIT_KEYS_FOLDER") ?? join(dataFolder, "audit-keys"),
  };
}

/** Reads `AUDIT_CHECKPOINT_SECONDS`. @throws ZodError */
export const readCheckpointMs = (given: Settings): number =>
  1_000 * seconds.parse(given("AUDIT_CHECKPOINT_SECONDS") ?? 60);
