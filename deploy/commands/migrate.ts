import { Command } from "commander";
import { readHubConfig } from "../config.ts";
import { openDatabases } from "../local/databases.ts";
import { migrateAll } from "../local/migrations.ts";

/** `hub migrate`: the newest tables in every agency's database. Given database URLs must be those of migrators. */
export const migrateCommand = new Command("migrate")
  .description(
    "bring every agency's database to its newest migration; with one URL for each agency, give the migrators' URLs",
  )
  .action(async () => {
    await using databases = await openDatabases(readHubConfig());
    const applied = await migrateAll(databases);
    console.log(
      applied.length > 0 ? applied.join("\n") : "Nothing to apply: every database is at its newest migration.",
    );
  });
