import { temporaryFolder } from "../support/audit.ts";
import { historyOfKills } from "./audit-history.ts";

/** Kills the writer of an audit log as often as the argument says, 200 times without one, and says what was found. */
await using folder = await temporaryFolder();
const { answered, unaccounted, report } = await historyOfKills(folder.path, Number(process.argv[2] ?? 200), 300);
console.log(`${answered.length} answers, ${unaccounted.length} of them not accounted for`, report);
if (unaccounted.length > 0 || report.fault !== null) process.exitCode = 1;
