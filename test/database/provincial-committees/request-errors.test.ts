import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askAgency } from "../../support/envelope.ts";
import { startInstance, type RunningInstance } from "./running-instance.ts";

let instance: RunningInstance;

beforeAll(async () => {
  instance = await startInstance();
});
afterAll(() => instance[Symbol.asyncDispose]());

const post = (body: string) => askAgency<Awaited<ReturnType<typeof instance.ask>>>(instance, body);
const codesOf = async (body: object | string) =>
  (await post(typeof body === "string" ? body : JSON.stringify(body))).errors?.map(({ extensions }) => extensions.code);

const literal = `{ members(committee: "PTC-01", first: "x") { totalCount } }`;
const unused = "query ($n: Int) { __typename }";
const members = "query ($c: ID!, $n: Int) { members(committee: $c, first: $n) { totalCount } }";

describe("a request that is wrong as a whole", () => {
  it.each([
    ["broken syntax", { query: "{ members(" }, "GRAPHQL_PARSE_FAILED"],
    ["an unknown field", { query: "{ nothing }" }, "GRAPHQL_VALIDATION_FAILED"],
    ["a literal of the wrong type", { query: literal }, "GRAPHQL_VALIDATION_FAILED"],
    ["an unused variable", { query: unused, variables: { n: 1 } }, "GRAPHQL_VALIDATION_FAILED"],
    ["a missing variable", { query: members, variables: {} }, "BAD_USER_INPUT"],
    ["a variable of the wrong type", { query: members, variables: { c: "PTC-01", n: "x" } }, "BAD_USER_INPUT"],
    ["an operation it lacks", { query: "query A { __typename }", operationName: "B" }, "OPERATION_RESOLUTION_FAILURE"],
    ["no query", {}, "BAD_REQUEST"],
    ["broken JSON", "{", "BAD_REQUEST"],
  ])("with %s says so by its code, first and again", async (_, body, code) => {
    expect(await codesOf(body)).toEqual([code]);
    expect(await codesOf(body)).toEqual([code]);
  });

  it("names every complaint with its place", async () => {
    const { errors } = await post(JSON.stringify({ query: "{ one two }" }));
    expect(errors).toMatchObject([{ locations: [{ line: 1, column: 3 }] }, { locations: [{ line: 1, column: 7 }] }]);
  });

  it("keeps the code of a scalar that refuses a value", async () => {
    const overdue = "activityTransfers { nodes { deadlines { isOverdue(on: $on) } } }";
    const query = `query ($on: CalendarDay) { _entities(representations: []) { ... on Member { ${overdue} } } }`;
    expect(await codesOf({ query, variables: { on: "2025-02-30" } })).toEqual(["INPUT_MALFORMED"]);
  });
});

describe("a document of several operations", () => {
  it("answers the one that is named, each time", async () => {
    const query = "query A { a: __typename } query B { b: __typename }";
    for (const operationName of ["A", "B", "A", "B"]) {
      const { data } = await post(JSON.stringify({ query, operationName }));
      expect(data).toEqual({ [operationName.toLowerCase()]: "Query" });
    }
  });
});

describe("a fault", () => {
  it("tells nothing of itself but an incident", async () => {
    const { errors } = await instance.ask(`{ _entities(representations: [{ __typename: "Nothing" }]) { __typename } }`);
    expect(errors).toEqual([
      {
        message: "The agency met an unexpected fault.",
        path: ["_entities"],
        extensions: { code: "INTERNAL", incidentId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    ]);
  });
});
