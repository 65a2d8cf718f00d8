import { Command } from "commander";
import { migrateCommand } from "./commands/migrate.ts";
import { seedCommand } from "./commands/seed.ts";
import { startCommand } from "./commands/start.ts";
import { failureSentence } from "./failure.ts";

try {
  await new Command("hub")
    .description("The inter-agency hub: one query over the registers of several agencies.")
    .addCommand(startCommand)
    .addCommand(migrateCommand)
    .addCommand(seedCommand)
    .parseAsync();
} catch (error) {
  console.error(failureSentence(error));
  process.exit(1);
}
