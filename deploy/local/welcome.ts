import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { stories } from "../synthetic/stories.ts";

/** Says where the hub is, and gives one command that asks the question for which the hub exists. */
export async function printWelcome(url: string, dataFolder: string): Promise<void> {
  const query = await readFile(new URL("../../schema/operations/member-dossier.graphql", import.meta.url), "utf8");
  const request = join(dataFolder, "member-dossier.json");
  await writeFile(request, JSON.stringify({ query, variables: { id: stories.memberAbroad } }));
  console.log(`
The hub answers at ${url} (GraphQL at ${url}/graphql, questions to try in a browser at ${url}/).
It listens on this machine only, because it does not yet ask who is calling. All members are fictional.

A member abroad, told by three agencies in one answer:

  curl -s -H 'content-type: application/json' --data '@${relative(process.cwd(), request)}' ${url}/graphql

Ctrl-C stops everything.
`);
}
