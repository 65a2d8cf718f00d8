import { describe, expect, it } from "vitest";
import { nameWithin } from "./fetcher.ts";

describe("the name sent with an operation", () => {
  it("is the chosen one of several", () => {
    expect(nameWithin("query A { a } query B { b }", "B")).toBe("B");
  });

  it.each([
    ["of another document", "query Dossier { a }", "Procedure"],
    ["that is only the beginning of one", "query ProcedureFor { a }", "Procedure"],
    ["that is none", "{ a }", null],
  ])("is left out when it is one %s", (_, query, name) => {
    expect(nameWithin(query, name)).toBeUndefined();
  });
});
