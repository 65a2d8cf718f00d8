import { readAgencyConfig } from "#kit/config.ts";
import { runProcess } from "#kit/process.ts";
import { startOrganizationCommission } from "./server.ts";

await runProcess(async () =>
  startOrganizationCommission(readAgencyConfig("ORGANIZATION_COMMISSION", { secrets: ["indexKey"] })),
);
