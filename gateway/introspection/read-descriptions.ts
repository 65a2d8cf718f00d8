import { readFileSync } from "node:fs";
import type { Descriptions } from "../../schema/languages/coordinates.ts";
import type { Language } from "./language.ts";

/** What the hub's own graph says of its elements in another language, as committed beside its SDL. */
export const readDescriptions = (language: Exclude<Language, "en">): Descriptions =>
  JSON.parse(readFileSync(new URL(`../../schema/languages/${language}.json`, import.meta.url), "utf8")) as Descriptions;
