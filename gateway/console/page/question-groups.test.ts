import { describe, expect, it } from "vitest";
import { questionGroups } from "./question-groups.ts";

const question = (name: string, ...purposes: string[]) => ({
  name,
  title: { vi: name, en: name },
  text: "",
  variables: "",
  purposes,
});
const questions = [
  question("Dossier", "MEMBER_MANAGEMENT", "OWN_RECORD"),
  question("Figures", "STATISTICS"),
  question("Directory", "MEMBER_MANAGEMENT", "STATISTICS"),
  question("Anything"),
];

const grouped = (purposes: readonly string[] | null) => {
  const { open, closed } = questionGroups(questions, purposes);
  return {
    open: open.map((group) => [group.purpose, ...group.questions.map(({ name }) => name)]),
    closed: closed.map(({ name }) => name),
  };
};

describe("the ready questions of a caller", () => {
  it("stand once each, below the first purpose of the caller's that they serve", () => {
    expect(grouped(["STATISTICS", "MEMBER_MANAGEMENT"])).toEqual({
      open: [
        [null, "Anything"],
        ["STATISTICS", "Figures", "Directory"],
        ["MEMBER_MANAGEMENT", "Dossier"],
      ],
      closed: [],
    });
  });

  it("are closed where the caller may state none of their purposes", () => {
    expect(grouped(["OWN_RECORD"]).closed).toEqual(["Figures", "Directory"]);
    expect(grouped([]).closed).toEqual(["Dossier", "Figures", "Directory"]);
  });

  it("are all open where nobody is asked for a purpose", () => {
    expect(grouped(null).closed).toEqual([]);
  });
});
