import { readAgencyConfig } from "#kit/config.ts";
import { runProcess } from "#kit/process.ts";
import { startAuditLog } from "./server.ts";

await runProcess(async () => startAuditLog(readAgencyConfig("AUDIT_LOG", { secrets: ["pseudonymKeys"] })));
