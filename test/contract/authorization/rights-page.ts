import { readFileSync } from "node:fs";
import { loadRules } from "../../../gateway/authorization/load-rules.ts";
import { personas } from "../../../gateway/identity/personas.ts";
import { loadSupergraph } from "../../../gateway/planning/supergraph.ts";
import { markdownOf, personaTable } from "./persona-table.ts";

const supergraph = new URL("../../../schema/supergraph.graphql", import.meta.url);

/** The page that says of every place of the hub's graph which persona may ask for it. */
export function rightsPage(): string {
  const sdl = readFileSync(supergraph, "utf8");
  const { apiSchema } = loadSupergraph(sdl);
  return [
    "# Who may ask for what",
    "",
    "Written by `npm run reference` from the graph's rules and the trial's personas; a test fails when the two differ. Each",
    "place is judged by itself, for the persona's first purpose: *yes*, *no*, or *policy* where it depends on what is asked",
    "(`gateway/authorization/policies`). Which rows they then see, the agencies decide ([security.md](security.md)). Arguments,",
    "input fields and enum values are listed where they have a rule of their own.",
    "",
    markdownOf(personaTable(apiSchema, loadRules(sdl, apiSchema), personas), personas),
    "",
  ].join("\n");
}
