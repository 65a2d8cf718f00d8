import { getOperationAST, parse, type OperationDefinitionNode } from "graphql";
import { describe, expect, it } from "vitest";
import { clientPath } from "./client-path.ts";

const document = parse(
  `{ people: roster { ...named ... on Member { home: homeCommittee { code } } } } fragment named on Member { id }`,
);
const operation = getOperationAST(document) as OperationDefinitionNode;

describe("the path of an error", () => {
  it.each([
    [
      ["people", 2, "home", "code"],
      ["people", 2, "home", "code"],
    ],
    [
      ["people", 2, "id"],
      ["people", 2, "id"],
    ],
    [
      ["people", 2, "homeCommittee", "code"],
      ["people", 2],
    ],
    [["roster", 2, "id"], []],
  ])("%j ends at the last place that the client asked for", (path, expected) => {
    expect(clientPath(document, operation, path)).toEqual(expected);
  });
});
