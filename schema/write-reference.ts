import { writeFileSync } from "node:fs";
import { lifecyclePage } from "./lifecycle-page.ts";
import { referencePage } from "./reference.ts";

const write = (page: string, text: string) => writeFileSync(new URL(`../docs/${page}`, import.meta.url), text);

write("reference.md", referencePage());
write("lifecycles.md", lifecyclePage());
