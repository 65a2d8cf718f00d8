import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { isPurpose, type Purpose } from "./caller.ts";

/** An operation that front-ends ask for by its id instead of its text, as reviewed and published with the graph. */
export interface RegisteredOperation {
  /** Of the operation, as in its text. */
  readonly name: string;
  /** Within `schema/operations`. */
  readonly file: string;
  /** `sha256:` and the lower-case hexadecimal digest of the file's text in UTF-8, as GraphQL over HTTP has it. */
  readonly documentId: string;
  /** Purposes that it serves; a request for another one is refused. */
  readonly purposes: readonly Purpose[];
  /** The whole file. */
  readonly text: string;
}

/** The id of a document by its text. */
export const documentIdOf = (text: string): string => `sha256:${createHash("sha256").update(text).digest("hex")}`;

/**
 * Reads the operations of a folder, in the order of their file names. Each file holds one named operation with its
 * fragments and says in a comment line which purposes it serves: `# purposes: STATISTICS AUDIT`.
 * @throws one Error that names every file at fault and what is wrong with it
 */
export function readRegisteredOperations(folder: URL): readonly RegisteredOperation[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith(".graphql"))
    .toSorted();
  const operations = files.map((file) => registeredOperation(file, readFileSync(new URL(file, folder), "utf8")));
  const problems = operations.flatMap(problemsOf);
  if (problems.length > 0) throw new Error(`Operations cannot be registered:\n  ${problems.join("\n  ")}`);
  return operations;
}

/** The operation that one file holds; what it does not say is empty. */
export function registeredOperation(file: string, text: string): RegisteredOperation {
  const purposes = /^# purposes: *(.*)$/m.exec(text)?.[1]?.split(" ").filter((word) => word !== "") ?? [];
  const name = /^(?:query|mutation) (\w+)/m.exec(text)?.[1] ?? "";
  return { name, file, documentId: documentIdOf(text), purposes: purposes as readonly Purpose[], text };
}

/** What keeps an operation from being registered, in sentences that name its file. */
export function problemsOf({ name, file, purposes, text }: RegisteredOperation): readonly string[] {
  const strangers = purposes.filter((purpose) => !isPurpose(purpose));
  return [
    ...(name === "" ? [`${file} holds no named query or mutation.`] : []),
    ...([...text.matchAll(/^(?:query|mutation|subscription)\b/gm)].length > 1
      ? [`${file} holds several operations.`]
      : []),
    ...(purposes.length === 0 ? [`${file} needs a line "# purposes: …" with the purposes that it serves.`] : []),
    ...strangers.map((stranger) => `${file} serves ${stranger}, which is no purpose.`),
  ];
}

/**
 * The list that front-ends build against, as JSON: by the operation's name its id, file and purposes.
 * @throws Error when two operations bear one name
 */
export function operationsManifest(operations: readonly RegisteredOperation[]): string {
  const entries = operations.map(({ name, documentId, file, purposes }) => [name, { documentId, file, purposes }]);
  const manifest = Object.fromEntries(entries) as object;
  if (Object.keys(manifest).length < operations.length) throw new Error("Two registered operations bear one name.");
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
