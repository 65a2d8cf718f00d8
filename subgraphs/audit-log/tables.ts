/** The table of this agency that requests read; every column as the migrations describe it. */
export interface AuditLogTables {
  access: {
    id: string;
    requested_at: Date;
    organization: string;
    caller: string;
    issuer: string | null;
    purpose: string | null;
    operation: string;
    is_registered: boolean;
    personal_fields: readonly string[];
    sensitive_fields: readonly string[];
    denied_fields: readonly string[];
    persons: readonly string[];
    decision: "ANSWERED" | "DENIED" | "FAILED" | null;
    codes: readonly string[];
    agencies: readonly string[];
  };
}
