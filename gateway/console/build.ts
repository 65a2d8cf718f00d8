import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const page = fileURLToPath(new URL("page/", import.meta.url));

/** Entry names are fixed, because the folder's name already changes with the content. */
const entryPoints = {
  main: "./main.tsx",
  console: "./console.css",
  // The editor asks for its workers by these labels.
  graphql: "monaco-graphql/esm/graphql.worker.js",
  json: "monaco-editor/esm/vs/language/json/json.worker.js",
  editorWorkerService: "monaco-editor/esm/vs/editor/editor.worker.js",
};

/**
 * Bundles the page into `directory` with a brotli and a gzip copy of every file. The folder appears whole or not at
 * all, so a build that was killed leaves nothing that a later start would take for a bundle.
 */
async function buildConsole(directory: string): Promise<void> {
  mkdirSync(dirname(directory), { recursive: true });
  const unfinished = mkdtempSync(`${dirname(directory)}/.unfinished-`);
  // Also when the hub is stopped meanwhile.
  process.once("exit", () => rmSync(unfinished, { recursive: true, force: true }));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => process.exit(1));
  await build({
    absWorkingDir: page,
    entryPoints,
    outdir: unfinished,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    jsx: "automatic",
    minify: true,
    // GraphiQL derives the spoken names of its icons from the names of functions.
    keepNames: true,
    loader: { ".ttf": "file" },
    legalComments: "linked",
    logLevel: "error",
  });
  for (const file of readdirSync(unfinished)) compress(`${unfinished}/${file}`);
  moveInto(directory, unfinished);
}

function compress(file: string): void {
  const content = readFileSync(file);
  // Quality 11 would take ten times as long for 5 % less.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
  // Browsers take brotli over HTTPS and loopback only; on plain HTTP within a closed network they ask for gzip.
  writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
}

function moveInto(directory: string, unfinished: string): void {
  try {
    renameSync(unfinished, directory);
  } catch (error) {
    // Another process of the same hub was faster and, by the folder's name, made the same files.
    if (!["ENOTEMPTY", "EEXIST", "EPERM"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  }
}

const [directory] = process.argv.slice(2);
if (!directory) throw new Error("Usage: node build.ts DIRECTORY");
await buildConsole(directory);
