import { readAgencyConfig } from "#kit/config.ts";
import { runProcess } from "#kit/process.ts";
import { startProvincialCommittees } from "./server.ts";

await runProcess(() => startProvincialCommittees(readAgencyConfig("PROVINCIAL_COMMITTEES")));
