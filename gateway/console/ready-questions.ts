import { readdirSync, readFileSync } from "node:fs";

/** A question that analysts find ready in the console: an operation of `schema/operations` with what people call it. */
export interface ReadyQuestion {
  /** The operation's name, which the console also shows on the tab. */
  readonly name: string;
  readonly title: { readonly vi: string; readonly en: string };
  /** The document without its header. */
  readonly text: string;
  /** Example variables as indented JSON; empty when the operation takes none. */
  readonly variables: string;
  /** Purposes that it serves; whoever may state none of them gets no answer. */
  readonly purposes: readonly string[];
}

/**
 * The operations of a folder, in the order of their file names but with `first` in front. Each file starts with the
 * comment lines `# vi: title`, `# en: title`, `# purposes: …` and, when the operation has variables,
 * `# variables: {…}` on one line.
 * @throws Error naming the file whose header lacks a title or holds broken JSON
 */
export function readReadyQuestions(folder: URL, first: string): readonly ReadyQuestion[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".graphql"));
  const inOrder = files.sort((a, b) => Number(b === first) - Number(a === first) || a.localeCompare(b, "en"));
  return inOrder.map((file) => readyQuestion(file, readFileSync(new URL(file, folder), "utf8")));
}

/**
 * The question that one operation file holds.
 * @throws Error naming the file whose header lacks a title or holds broken JSON
 */
export function readyQuestion(file: string, source: string): ReadyQuestion {
  const header = (key: string) => source.match(new RegExp(`^# ${key}: *(\\S.*)$`, "m"))?.[1];
  const vi = header("vi");
  const en = header("en");
  const name = source.match(/^query (\w+)/m)?.[1];
  if (!vi || !en || !name) throw new Error(`${file} needs the lines "# vi: …" and "# en: …" and a named query.`);
  return {
    name,
    title: { vi, en },
    text: source.replace(/^(# (vi|en|variables|purposes):.*\n)+\s*/m, "").trimEnd(),
    variables: indented(file, header("variables")),
    purposes: header("purposes")?.split(/\s+/) ?? [],
  };
}

function indented(file: string, json: string | undefined): string {
  if (json === undefined) return "";
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    throw new Error(`${file} has a line "# variables: …" that is not JSON.`);
  }
}
