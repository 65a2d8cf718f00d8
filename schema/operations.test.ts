import { readdirSync, readFileSync } from "node:fs";
import { buildSchema, getOperationAST, parse, validate, type GraphQLSchema } from "graphql";
import { getVariableValues } from "graphql/execution/values.js";
import { describe, expect, it } from "vitest";
import { manifestFile, operationsFolder } from "./compose.ts";
import {
  documentIdOf,
  operationsManifest,
  problemsOf as problemsOfRegistration,
  readRegisteredOperations,
  registeredOperation,
} from "./contract/registered-operations.ts";

const folder = new URL("operations/", import.meta.url);
const schema: GraphQLSchema = buildSchema(readFileSync(new URL("api.graphql", import.meta.url), "utf8"));
const files = readdirSync(folder).filter((file) => file.endsWith(".graphql"));

/** The first lines of an operation file: titles in two languages and example variables. */
const HEADER = /^# vi: \S.*\n# en: \S.*\n# variables: (\{.*\})\n# purposes: .*\n(?=query )/;

/** What is wrong with an operation, in words; empty when nothing is. */
function problemsOf(text: string): readonly string[] {
  const header = HEADER.exec(text);
  if (!header) return ["The file does not begin with # vi:, # en:, # variables: and # purposes: on a line each."];
  const document = parse(text);
  const operation = getOperationAST(document);
  const { errors } = getVariableValues(
    schema,
    operation?.variableDefinitions ?? [],
    JSON.parse(header[1] ?? "") as Record<string, unknown>,
  );
  return [...validate(schema, document), ...(errors ?? [])].map(({ message }) => message);
}

describe("the list of registered operations", () => {
  const operations = readRegisteredOperations(operationsFolder);

  it("is committed as front-ends build against it; npm run compose brings it up to date", () => {
    expect(readFileSync(manifestFile, "utf8")).toBe(operationsManifest(operations));
  });

  it("names each file's text by its digest, as GraphQL over HTTP computes it", () => {
    // The example of the specification's appendix on persisted documents.
    expect(documentIdOf("query ($id: ID!) {\n  user(id: $id) {\n    name\n  }\n}")).toBe(
      "sha256:7dba4bd717b41f10434822356a93c32b1fb4907b983e854300ad839f84cdcd6e",
    );
    const dossier = operations.find(({ file }) => file === "member-dossier.graphql");
    expect(dossier?.documentId).toBe(documentIdOf(readFileSync(new URL("member-dossier.graphql", folder), "utf8")));
  });

  it.each([
    ["no purpose", "query A { a }", ['a.graphql needs a line "# purposes: …" with the purposes that it serves.']],
    ["a purpose that is none", "# purposes: AUDIT FUN\nquery A { a }", ["a.graphql serves FUN, which is no purpose."]],
    ["no name", "# purposes: AUDIT\nquery { a }", ["a.graphql holds no named query or mutation."]],
    ["two operations", "# purposes: AUDIT\nquery A { a }\nquery B { a }", ["a.graphql holds several operations."]],
    ["nothing wrong", "# purposes: AUDIT STATISTICS\nmutation A { a }\nfragment F on A { a }", []],
  ])("takes no operation without a word about it: %s", (_, text, problems) => {
    expect(problemsOfRegistration(registeredOperation("a.graphql", text))).toEqual(problems);
  });

  it("gives a name once", () => {
    const operation = registeredOperation("a.graphql", "# purposes: AUDIT\nquery A { a }");
    expect(() => operationsManifest([operation, { ...operation, file: "b.graphql" }])).toThrow("one name");
  });
});

describe("the ready questions", () => {
  it("are those of the agencies' work lists too, with the dossier of a member among them", () => {
    expect(files.length).toBeGreaterThanOrEqual(10);
    expect(files).toContain("member-dossier.graphql");
  });

  it.each(files)("%s has titles, fits the graph, and takes its example variables", (file) => {
    expect(problemsOf(readFileSync(new URL(file, folder), "utf8"))).toEqual([]);
  });
});

describe("a question that would not do", () => {
  const titles = `# vi: Câu hỏi\n# en: A question\n`;
  const purposes = "# purposes: STATISTICS\n";

  it.each([
    [
      "without titles",
      `query A { __typename }`,
      "The file does not begin with # vi:, # en:, # variables: and # purposes: on a line each.",
    ],
    [
      "for a field that is not there",
      `${titles}# variables: {}\n${purposes}query A { nothing }`,
      'Cannot query field "nothing" on type "Query".',
    ],
    [
      "with example variables of another type",
      `${titles}# variables: {"id": []}\n${purposes}query A($id: ID!) { member(id: $id) { id } }`,
      'Variable "$id" got invalid value []; ID cannot represent value: []',
    ],
  ])("is found %s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});
