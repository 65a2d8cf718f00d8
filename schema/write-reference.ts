import { writeFileSync } from "node:fs";
import { changesFeed, changesPage, chaptersOf } from "./life/changes-page.ts";
import { currentSchema, readReleases } from "./life/releases.ts";
import { lifecyclePage } from "./lifecycle-page.ts";
import { referencePage } from "./reference.ts";

const write = (page: string, text: string) => writeFileSync(new URL(`../docs/${page}`, import.meta.url), text);

const current = currentSchema();
const chapters = await chaptersOf(readReleases(), current);

write("reference.md", referencePage());
write("lifecycles.md", lifecyclePage());
write("schema-changes.md", changesPage(chapters, current));
writeFileSync(new URL("changes.atom", import.meta.url), changesFeed(chapters));
