import { describe, expect, it } from "vitest";
import { readAnswer } from "./answer.ts";

describe("an answer", () => {
  it("holds the tables of its data", () => {
    const answer = readAnswer('{"data": {"list": [{"id": 1}]}}');
    expect(answer.tables.map(({ path }) => path)).toEqual(["list", ""]);
    expect(answer.shortfalls).toEqual([]);
  });

  it("says once for each reason what is missing, where, and which agency failed", () => {
    const at = (code: string, path: readonly (string | number)[], agency?: string) => ({
      message: `Because of ${code}.`,
      path,
      extensions: { code, ...(agency && { agency }) },
    });
    const errors = [
      at("AGENCY_UNREACHABLE", ["list", 0, "name"], "foreign-ministry"),
      at("AGENCY_UNREACHABLE", ["list", 1, "name"], "foreign-ministry"),
      at("UNAUTHORIZED_FIELD_OR_TYPE", ["list", "faith"]),
    ];
    const { shortfalls } = readAnswer(JSON.stringify({ data: null, errors }));
    expect(shortfalls).toEqual([
      {
        code: "AGENCY_UNREACHABLE",
        message: "Because of AGENCY_UNREACHABLE.",
        agencies: ["foreign-ministry"],
        paths: ["list.name"],
        incidentId: null,
      },
      {
        code: "UNAUTHORIZED_FIELD_OR_TYPE",
        message: "Because of UNAUTHORIZED_FIELD_OR_TYPE.",
        agencies: [],
        paths: ["list.faith"],
        incidentId: null,
      },
    ]);
  });

  it.each(["", "not JSON", '{"errors": []}', '{"data": null}'])("is empty while there is no data: %j", (response) => {
    expect(readAnswer(response).tables).toEqual([]);
  });
});
