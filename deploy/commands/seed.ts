import { Command } from "commander";
import { readHubConfig } from "../config.ts";
import { openDatabases } from "../local/databases.ts";
import { migrateAll } from "../local/migrations.ts";
import { defaultNation, seed } from "../local/seed.ts";
import type { NationOptions } from "../synthetic/nation.ts";
import { wholeNumber } from "./whole-number.ts";

const number = wholeNumber(0, 999_999_999);

/** `hub seed`: a synthetic nation of any size in empty databases. */
export const seedCommand = new Command("seed")
  .description("fill empty databases with a synthetic nation; the same numbers always make the same nation")
  .option(
    "--members <count>",
    "members of the Party, at least 200",
    wholeNumber(200, 999_999_999),
    defaultNation.members,
  )
  .option("--departures <count>", "stays abroad", number, defaultNation.departures)
  .option("--seed <number>", "the number from which everything is drawn", number, defaultNation.seed)
  .option("--replace", "drop the synthetic nation that is there", false)
  .action(async ({ replace, ...size }: NationOptions & { replace: boolean }) => {
    await using databases = await openDatabases(readHubConfig());
    await migrateAll(databases);
    await seed(databases, size, replace, (line) => console.log(line));
  });
