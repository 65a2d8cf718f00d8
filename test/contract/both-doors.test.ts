import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSmallHub, type SmallHub } from "../support/small-hub.ts";

/**
 * A request that Apollo Server has let pass once is answered without it from then on. Whoever sends it must not be
 * able to tell.
 */
describe("the second time a request comes", () => {
  let hub: SmallHub;
  beforeAll(async () => void (hub = await startSmallHub()));
  afterAll(() => hub[Symbol.asyncDispose]());

  const ask = async (body: object, accept: string) => {
    const headers = { "content-type": "application/json", accept, "x-request-id": "twice" };
    const response = await fetch(hub.gateway.url, { method: "POST", headers, body: JSON.stringify(body) });
    const kept = ["content-type", "cache-control", "x-request-id"].map((name) => [name, response.headers.get(name)]);
    return { status: response.status, headers: Object.fromEntries(kept), text: (await response.text()).trim() };
  };

  const named = `query One($id: ID!) { member(id: $id) { id homeRecord { fullName } } } query Two { __typename }`;
  const requests: readonly (readonly [string, object])[] = [
    [
      "data of several agencies",
      { query: "{ roster { id homeOrganization { name } currentAssignment { country } } }" },
    ],
    ["errors beside data", { query: "{ fault roster { id homeRecord { fullName } } }" }],
    ["variables", { query: "query($id: ID!) { member(id: $id) { id } }", variables: { id: "mb_1" } }],
    ["one operation of two", { query: named, operationName: "One", variables: { id: "mb_2" } }],
    ["the other operation of two", { query: named, operationName: "Two" }],
    [
      "a condition",
      { query: "query($all: Boolean = false) { roster { id homeOrganization @include(if: $all) { name } } }" },
    ],
    ["the schema", { query: "{ __schema { queryType { fields(includeDeprecated: true) { name } } } __typename }" }],
    ["a variable that is missing", { query: "query($id: ID!) { member(id: $id) { homeCommittee { code } } }" }],
    ["a document that is not valid", { query: "{ nothing }" }],
    ["an extension that nobody knows", { query: "{ roster { id } }", extensions: { other: 1 } }],
  ];
  const types = ["application/json", "application/graphql-response+json", "*/*"];

  it.each(requests.flatMap(([what, body]) => types.map((type) => [what, type, body] as const)))(
    "is answered as the first time: %s, as %s",
    async (_, accept, body) => {
      // A second, valid use teaches the hub an operation whose first use had the wrong variables.
      const first = await ask(body, accept);
      await ask({ ...body, variables: { id: "mb_1" } }, accept);
      expect(await ask(body, accept)).toEqual(first);
    },
  );

  const [one, two] = ["query A { roster { id } }", "query B { __typename }"];
  it.each([
    ["a name that is empty", { query: one }, { query: one, operationName: "" }],
    [
      "a name that goes on like a document",
      { query: `${one}\n${two}`, operationName: "A" },
      { query: two, operationName: `A\n${one}` },
    ],
  ])("is not taken for another that is known: %s", async (_, known, asked) => {
    const [type] = types as [string];
    const first = await ask(asked, type);
    expect(first.text).toContain("OPERATION_RESOLUTION_FAILURE");
    await ask(known, type);
    expect(await ask(asked, type)).toEqual(first);
  });
});
