/** The tables of the audit database; every column as `gateway/audit/migrations` describes it. */
export interface AuditTables {
  audit_entry: {
    log: string;
    epoch: number;
    /** 64-bit numbers arrive as text. */
    sequence: string | number;
    digest: Buffer;
    body: Buffer;
    id: string;
    intent: string | null;
    kind: string;
    at: Date | string;
    persons: readonly string[];
  };
  audit_checkpoint: { log: string; size: string | number; note: string };
  audit_cosignature: { log: string; size: string | number; witness: string; line: string };
}
