import { readFileSync, writeFileSync } from "node:fs";
import { currentSchema } from "../life/releases.ts";
import { descriptionsOf, type Descriptions } from "./coordinates.ts";

const file = new URL("vi.json", import.meta.url);
const texts = JSON.parse(readFileSync(file, "utf8")) as Descriptions;
const english = descriptionsOf(currentSchema());

const kept = Object.keys(english).flatMap((at) => (texts[at]?.trim() ? [[at, texts[at]] as const] : []));
writeFileSync(file, `${JSON.stringify(Object.fromEntries(kept), null, 2)}\n`);

const stale = Object.keys(texts).filter((at) => !(at in english));
const missing = Object.keys(english).filter((at) => !texts[at]?.trim());
for (const at of stale) console.log(`${at} is gone from the graph, and so is its text.`);
for (const at of missing) console.log(`${at} has no Vietnamese text: ${english[at]}`);
console.log(`schema/languages/vi.json has ${kept.length} texts in the graph's order; ${missing.length} are missing.`);
if (missing.length > 0) process.exitCode = 1;
