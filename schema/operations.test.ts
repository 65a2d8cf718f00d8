import { readdirSync, readFileSync } from "node:fs";
import { buildSchema, getOperationAST, parse, validate, type GraphQLSchema } from "graphql";
import { getVariableValues } from "graphql/execution/values.js";
import { describe, expect, it } from "vitest";

const folder = new URL("operations/", import.meta.url);
const schema: GraphQLSchema = buildSchema(readFileSync(new URL("api.graphql", import.meta.url), "utf8"));
const files = readdirSync(folder).filter((file) => file.endsWith(".graphql"));

/** The first lines of an operation file: titles in two languages and example variables. */
const HEADER = /^# vi: \S.*\n# en: \S.*\n# variables: (\{.*\})\n(?=query )/;

/** What is wrong with an operation, in words; empty when nothing is. */
function problemsOf(text: string): readonly string[] {
  const header = HEADER.exec(text);
  if (!header) return ["The file does not begin with # vi:, # en: and # variables: on a line each."];
  const document = parse(text);
  const operation = getOperationAST(document);
  const { errors } = getVariableValues(
    schema,
    operation?.variableDefinitions ?? [],
    JSON.parse(header[1] ?? "") as Record<string, unknown>,
  );
  return [...validate(schema, document), ...(errors ?? [])].map(({ message }) => message);
}

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
  const header = `# vi: Câu hỏi\n# en: A question\n`;

  it.each([
    [
      "without titles",
      `query A { __typename }`,
      "The file does not begin with # vi:, # en: and # variables: on a line each.",
    ],
    [
      "for a field that is not there",
      `${header}# variables: {}\nquery A { nothing }`,
      'Cannot query field "nothing" on type "Query".',
    ],
    [
      "with example variables of another type",
      `${header}# variables: {"id": []}\nquery A($id: ID!) { member(id: $id) { id } }`,
      'Variable "$id" got invalid value []; ID cannot represent value: []',
    ],
  ])("is found %s", (_, text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });
});
