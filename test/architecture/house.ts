import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import ts from "typescript";

/** A tracked file of the repository. */
export interface TrackedFile {
  readonly path: string;
  readonly text: string;
}

/** Every file that git tracks or would track, with its text; paths are relative to the repository. */
export function trackedFiles(repository: string): readonly TrackedFile[] {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: repository, encoding: "utf8" });
  return listed
    .split("\n")
    .filter((path) => path !== "" && !/\.(png|ico|woff2?)$/.test(path))
    .map((path) => ({ path, text: readFileSync(`${repository}/${path}`, "utf8") }));
}

/** Rules of the house that a compiler does not know; each answers the places that break it. */
export const houseRules: Record<string, (file: TrackedFile) => readonly string[]> = {
  "a source file has at most 250 lines, a test that is a list of cases 350": ({ path, text }) => {
    const lines = text.split("\n").length - 1;
    return isSource(path) && lines > (path.endsWith(".test.ts") ? 350 : 250) ? [`${path} has ${lines}`] : [];
  },

  "a line has at most 120 characters": ({ path, text }) =>
    // A string alone on its line is left whole: a broken sentence cannot be searched for. Tests hold documents as they are.
    isSource(path) && !/^(test|bench)\/|\.test\.ts$/.test(path) ? places(path, text, /^(?! *[`"'].*[`"'],?$).{121,}$/gm) : [],

  "every exported declaration of the product has a docstring": ({ path, text }) =>
    isSource(path) && /^(gateway|subgraphs|schema|deploy)\//.test(path) && !path.endsWith(".test.ts")
      ? undocumentedExports(path, text)
      : [],

  "nothing is exported as default, by star or imported when called": ({ path, text }) =>
    isSource(path) && path !== "vitest.config.ts" ? places(path, text, /^export (default|\*)|\bimport\(/gm) : [],

  "no test is skipped, focused or unwritten": ({ path, text }) =>
    path.endsWith(".test.ts") ? places(path, text, /\b(it|test|describe)\.(skip|only|todo|fails)\b/g) : [],

  "only the migrator sends SQL that Kysely did not build": ({ path, text }) =>
    isSource(path) && path.startsWith("subgraphs/") && path !== "subgraphs/kit/migrate.ts"
      ? places(path, text, /\bsql\.(raw|lit)\b/g)
      : [],

  "only the kit's config reads the environment below subgraphs": ({ path, text }) =>
    isSource(path) && path.startsWith("subgraphs/") && path !== "subgraphs/kit/config.ts"
      ? places(path, text, /\bprocess\.env\b/g)
      : [],

  "the lockfile names no registry": ({ path, text }) =>
    path === "package-lock.json" ? places(path, text, /"resolved"/g) : [],
};

/** Written by a tool in its own manner. */
const GENERATED = "schema/operation-types.d.ts";

const isSource = (path: string) => /\.(ts|tsx|mjs)$/.test(path) && path !== GENERATED;

function places(path: string, text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(({ index, 0: found }) => {
    const line = text.slice(0, index).split("\n").length;
    return `${path}:${line} ${found.slice(0, 60)}`;
  });
}

function undocumentedExports(path: string, text: string): readonly string[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  return source.statements.flatMap((statement) => {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
    if (!isExported || ts.getJSDocCommentsAndTags(statement).length > 0) return [];
    const line = source.getLineAndCharacterOfPosition(statement.getStart()).line + 1;
    return [`${path}:${line}`];
  });
}
