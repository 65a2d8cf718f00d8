import { Command } from "commander";
import { auditCommand } from "./commands/audit.ts";
import { eventsCommand } from "./commands/events.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { mockCommand } from "./commands/mock.ts";
import { operationsCommand } from "./commands/operations.ts";
import { registerCommand } from "./commands/register.ts";
import { schemaCommand } from "./commands/schema.ts";
import { seedCommand } from "./commands/seed.ts";
import { startCommand } from "./commands/start.ts";
import { statisticsCommand } from "./commands/statistics.ts";
import { dataFolderOf } from "./config.ts";
import { failureSentence } from "./failure.ts";

async function fail(error: unknown): Promise<void> {
  console.error(await failureSentence(error, dataFolderOf()));
  process.exit(1);
}

// A connection that breaks while nobody waits for it is an event, not a rejection.
process.once("uncaughtException", fail);

await new Command("hub")
  .description("The inter-agency hub: one query over the registers of several agencies.")
  .addCommand(startCommand)
  .addCommand(migrateCommand)
  .addCommand(seedCommand)
  .addCommand(operationsCommand)
  .addCommand(auditCommand)
  .addCommand(eventsCommand)
  .addCommand(statisticsCommand)
  .addCommand(mockCommand)
  .addCommand(registerCommand)
  .addCommand(schemaCommand)
  .parseAsync()
  .catch(fail);
