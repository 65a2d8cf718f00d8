import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { readReadyQuestions, readyQuestion } from "./ready-questions.ts";

const dossier = `# vi: Hồ sơ đảng viên
# en: A member's dossier
# variables: {"id": "mb_0000000000001"}
# purposes: OWN_RECORD AUDIT

query MemberDossier($id: ID!) {
  # The index knows the home committee.
  member(id: $id) { id }
}
`;

describe("a ready question", () => {
  it("carries titles, example variables and the document without its header", () => {
    expect(readyQuestion("member-dossier.graphql", dossier)).toEqual({
      name: "MemberDossier",
      title: { vi: "Hồ sơ đảng viên", en: "A member's dossier" },
      text: dossier.slice(dossier.indexOf("query")).trimEnd(),
      variables: '{\n  "id": "mb_0000000000001"\n}',
      purposes: ["OWN_RECORD", "AUDIT"],
    });
  });

  it("has no variables when the operation takes none", () => {
    const source = "# vi: Cấp ủy\n# en: Committees\nquery Committees { committees { code } }\n";
    expect(readyQuestion("committees.graphql", source).variables).toBe("");
  });

  it.each([
    ["no Vietnamese title", dossier.replace("# vi:", "# fr:"), 'a.graphql needs the lines "# vi: …"'],
    ["no operation name", dossier.replace("query MemberDossier", "query "), "and a named query."],
    ["variables that are not JSON", dossier.replace("}\n", "\n"), 'a.graphql has a line "# variables: …"'],
  ])("is refused by file name when it has %s", (_, source, message) => {
    expect(() => readyQuestion("a.graphql", source)).toThrow(message);
  });
});

describe("the ready questions of a folder", () => {
  it("are all that the repository has, the headline question in front", () => {
    const folder = new URL("../../schema/operations/", import.meta.url);
    const questions = readReadyQuestions(folder, "member-dossier.graphql");
    expect(questions).toHaveLength(readdirSync(folder).length);
    expect(questions[0]?.name).toBe("MemberDossier");
  });

  it("come by file name with the first one in front, and other files are left aside", () => {
    const folder = mkdtempSync(`${tmpdir()}/questions-`);
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const name of ["Beta", "Alpha", "Main"]) {
      const file = `${folder}/${name.toLowerCase()}.graphql`;
      writeFileSync(file, `# vi: Câu hỏi\n# en: Question\nquery ${name} { a }\n`);
    }
    writeFileSync(`${folder}/README.md`, "Not an operation.");
    const questions = readReadyQuestions(pathToFileURL(`${folder}/`), "main.graphql");
    expect(questions.map(({ name }) => name)).toEqual(["Main", "Alpha", "Beta"]);
  });
});
