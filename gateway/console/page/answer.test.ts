import { describe, expect, it } from "vitest";
import { readAnswer } from "./answer.ts";

describe("an answer", () => {
  it("holds the tables of its data and whether anything went wrong", () => {
    const answer = readAnswer('{"data": {"list": [{"id": 1}]}, "errors": [{}]}');
    expect(answer.tables.map(({ path }) => path)).toEqual(["list", ""]);
    expect(answer.hasErrors).toBe(true);
    expect(readAnswer('{"data": {"list": []}}').hasErrors).toBe(false);
  });

  it.each(["", "not JSON", '{"errors": []}', '{"data": null}'])("is empty while there is no data: %j", (response) => {
    expect(readAnswer(response).tables).toEqual([]);
  });
});
