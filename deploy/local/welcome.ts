import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { HubConfig } from "../config.ts";
import { stories } from "../synthetic/stories.ts";

/** Says where the hub is, and gives one command that asks the question for which the hub exists. */
export async function printWelcome(url: string, { dataFolder, databases }: HubConfig): Promise<void> {
  console.log(`
The hub answers at ${url} (GraphQL at ${url}/graphql, questions to try in a browser at ${url}/).
It listens on this machine only, because it does not yet ask who is calling.`);
  // Databases that somebody else made hold no member whom this program knows.
  if (databases.kind !== "given") console.log(await exampleCommand(url, dataFolder));
  console.log("\nCtrl-C stops everything.");
}

async function exampleCommand(url: string, dataFolder: string): Promise<string> {
  const query = await readFile(new URL("../../schema/operations/member-dossier.graphql", import.meta.url), "utf8");
  const request = join(dataFolder, "member-dossier.json");
  await writeFile(request, JSON.stringify({ query, variables: { id: stories.memberAbroad } }));
  return `
A member abroad, told by three agencies in one answer; all people here are fictional:

  curl -s -H 'content-type: application/json' --data '@${relative(process.cwd(), request)}' ${url}/graphql`;
}
