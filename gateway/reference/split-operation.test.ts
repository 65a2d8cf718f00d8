import { parse, print } from "graphql";
import { describe, expect, it } from "vitest";
import { openCostAccount } from "../cost/cost-account.ts";
import { rootFields, withRootFields } from "./split-operation.ts";
import type { Subrequest } from "./subrequest.ts";

const query = `query Lists($a: ID!, $b: ID!, $first: Int, $yes: Boolean!) {
  one: members(committee: $a) { ...short }
  ... @include(if: $yes) { two: members(committee: $b, first: $first) { id } }
}
fragment short on Member { id ...shorter }
fragment shorter on Member { homeRecord { fullName } }`;

const subrequest: Subrequest = {
  document: parse(query),
  query,
  operationName: "Lists",
  variables: { a: "PTC-01", b: "PTC-79", first: 5, yes: true },
  context: {
    requestId: "r",
    hangUp: new AbortController().signal,
    startedAt: 0,
    caller: null,
  languages: undefined,
    address: "",
    cost: openCostAccount(null, null, null),
  },
};

const split = (index: number) =>
  withRootFields(
    subrequest,
    [rootFields(subrequest.document)[index]].filter((field) => field !== undefined),
  );

describe("a part of an operation", () => {
  it("keeps the fragments and variables of its fields and no others, so that a strict agency takes it", () => {
    const { query, variables } = split(0);
    expect(variables).toEqual({ a: "PTC-01" });
    expect(query).toBe(
      print(
        parse(`query Lists($a: ID!) { one: members(committee: $a) { ...short } }
        fragment short on Member { id ...shorter }  fragment shorter on Member { homeRecord { fullName } }`),
      ),
    );
  });

  it("keeps the conditions under which its fields stood", () => {
    const { query, variables } = split(1);
    expect(variables).toEqual({ b: "PTC-79", first: 5, yes: true });
    expect(query).toBe(
      print(
        parse(
          `query Lists($b: ID!, $first: Int, $yes: Boolean!) {
            two: members(committee: $b, first: $first) @include(if: $yes) { id } }`,
        ),
      ),
    );
  });
});
