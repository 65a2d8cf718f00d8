import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { readRegisteredOperations } from "#contract/registered-operations.ts";
import { z } from "zod";
import { sharedUses } from "../../gateway/usage/use-stores.ts";
import { checkChanges } from "../../schema/life/check-changes.ts";
import { currentSchema, readReleases } from "../../schema/life/releases.ts";
import { UNREGISTERED, USE_DAYS, usageOf, type ElementUsage, type ElementUse } from "../../schema/life/usage.ts";
import { readHubConfig } from "../config.ts";
import { gatewayDatabase } from "../local/agencies.ts";
import { joinDatabases } from "../local/join-databases.ts";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const elementUses = z.array(z.object({ element: z.string(), operation: z.string(), day, uses: z.int().min(1) }));

const usage = new Command("usage")
  .description("list what is deprecated: since when, when it was last used, how often and by which operations")
  .option("--json", "print every count, as `hub schema check --uses` reads it", false)
  .action(async ({ json }: { json: boolean }) => {
    const uses = await countedUses();
    if (json) return console.log(JSON.stringify(uses, null, 2));
    console.log(usageLines(usageOf(currentSchema(), uses, today())).join("\n"));
  });

const check = new Command("check")
  .description("hold the graph against its last release; exits with 1 when something must not go yet")
  .option("--uses <file>", "what `hub schema usage --json` printed, or /schema/uses.json of a hub")
  .action(async ({ uses: file }: { uses?: string }) => {
    const uses = file === undefined ? undefined : await readUses(file);
    const operations = readRegisteredOperations(new URL("../../schema/operations/", import.meta.url));
    const last = readReleases().at(-1);
    const { changes, problems } = await checkChanges(currentSchema(), { last, operations, uses, today: today() });
    // What is safe is long and stands in docs/schema-changes.md.
    const told = changes.filter(({ level }) => level !== "safe");
    for (const { level, message } of told) console.log(`${level.padEnd(9)}  ${message.replaceAll(/\s+/g, " ")}`);
    console.log(`${changes.length - told.length} safe changes since ${last?.version ?? "the beginning"}`);
    for (const problem of problems) console.log(`PROBLEM    ${problem}`);
    if (problems.length > 0) process.exitCode = 1;
    else console.log(uses ? "Nothing goes too early." : "Nothing goes unannounced; uses were not looked at.");
  });

/** `hub schema`: what whoever changes the graph wants to know. */
export const schemaCommand = new Command("schema")
  .description("what is deprecated and still used; what changed since the last release")
  .addCommand(usage)
  .addCommand(check);

const today = () => new Date().toISOString().slice(0, 10);

async function readUses(file: string): Promise<readonly ElementUse[]> {
  try {
    return elementUses.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    throw new Error(`${file} holds no uses as \`hub schema usage --json\` prints them.`, { cause: error });
  }
}

async function countedUses(): Promise<readonly ElementUse[]> {
  await using databases = await joinDatabases(readHubConfig());
  const url = databases.urls.get(gatewayDatabase.name)?.serviceUrl;
  if (url === undefined)
    throw new Error("Without GATEWAY_DATABASE_URL each gateway counts alone: ask its /schema/uses.json.");
  const store = sharedUses(url);
  try {
    return await store.read();
  } finally {
    await store.close();
  }
}

function usageLines(rows: readonly ElementUsage[]): readonly string[] {
  if (rows.length === 0) return ["Nothing is deprecated."];
  const head = ["element", "deprecated since", "last used on", `uses in ${USE_DAYS} days`, "by"];
  const cells = rows.map(({ element, deprecatedSince, lastUsedOn, uses, operations }) => [
    element,
    deprecatedSince,
    lastUsedOn ?? "never",
    String(uses),
    operations.map((operation) => operation || UNREGISTERED).join(", "),
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((row) => row[column]?.length ?? 0)));
  return [head, ...cells].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
