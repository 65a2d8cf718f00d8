import { writeFileSync } from "node:fs";
import { readRegisteredOperations } from "./contract/registered-operations.ts";
import { changesFeed, changesPage, chaptersOf } from "./life/changes-page.ts";
import { currentSchema, readReleases } from "./life/releases.ts";
import { lifecyclePage } from "./lifecycle-page.ts";
import { operationTypes } from "./operation-types.ts";
import { referencePage } from "./reference.ts";

const write = (page: string, text: string) => writeFileSync(new URL(`../docs/${page}`, import.meta.url), text);

const current = currentSchema();
const chapters = await chaptersOf(readReleases(), current);

write("reference.md", referencePage());
write("lifecycles.md", lifecyclePage());
write("schema-changes.md", changesPage(chapters, current));
writeFileSync(new URL("changes.atom", import.meta.url), changesFeed(chapters));

const operations = readRegisteredOperations(new URL("operations/", import.meta.url));
writeFileSync(new URL("operation-types.d.ts", import.meta.url), await operationTypes(current, operations));
