import { readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { documentIdOf } from "#contract/registered-operations.ts";
import { personas } from "../../gateway/identity/personas.ts";
import type { HubConfig } from "../config.ts";
import { stories } from "../synthetic/stories.ts";
import type { RunningHub } from "./hub.ts";

/** Says where the hub is and as whom to ask it, and gives one command that asks the question for which it exists. */
export async function printWelcome({ url, tokensFolder }: RunningHub, { dataFolder }: HubConfig): Promise<void> {
  console.log(`
The hub answers at ${url} (GraphQL at ${url}/graphql, questions to try in a browser at ${url}/).`);
  if (tokensFolder !== null) {
    console.log(personaList(tokensFolder));
    console.log(await exampleCommand(url, dataFolder, tokensFolder));
  }
  console.log("\nCtrl-C stops everything.");
}

/** The member of the headline query belongs to this persona's committee. */
const ASKS = "province-clerk";
const ASKS_FOR = "MEMBER_MANAGEMENT";

/** As short as it can be typed here. */
const shown = (path: string) => (path.startsWith(process.cwd()) ? relative(process.cwd(), path) : path);

function personaList(tokensFolder: string): string {
  const width = Math.max(...personas.map(({ name }) => name.length));
  const lines = personas.map(({ name, title, purposes }) =>
    `  ${name.padEnd(width)}  ${title.en}${purposes.length > 0 ? ` (${purposes.join(", ")})` : ""}`.trimEnd(),
  );
  return `
Ask as one of these made-up callers. ${shown(tokensFolder)}/<name> holds a token of each, renewed while the hub runs;
x-purpose says what for, one of the words in brackets:

${lines.join("\n")}

overseas-secretary-KR acts for the committee in Korea, and so on for each country that has one.`;
}

async function exampleCommand(url: string, dataFolder: string, tokensFolder: string): Promise<string> {
  const text = await readFile(new URL("../../schema/operations/member-dossier.graphql", import.meta.url), "utf8");
  const request = join(dataFolder, "member-dossier.json");
  // By its id, as a front-end asks.
  const body = { documentId: documentIdOf(text), variables: { id: stories.memberAbroad } };
  await writeFile(request, JSON.stringify(body));
  return `
A member abroad, told by three agencies in one answer; the question is schema/operations/member-dossier.graphql, all
people are fictional:

  curl -s ${url}/graphql -H 'content-type: application/json' -H 'x-purpose: ${ASKS_FOR}' \\
    -H "authorization: Bearer $(cat '${shown(tokensFolder)}/${ASKS}')" --data '@${shown(request)}'`;
}
