import { readAgencyConfig } from "#kit/config.ts";
import { runProcess } from "#kit/process.ts";
import { startForeignMinistry } from "./server.ts";

await runProcess(async () => startForeignMinistry(readAgencyConfig("FOREIGN_MINISTRY")));
