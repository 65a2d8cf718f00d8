import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { isParted } from "../../../gateway/execution/answers.ts";
import type { OperationRequest } from "../../../gateway/execution/operation-request.ts";
import { startGraph, type TestGraph } from "../../support/federated/engine.ts";
import { mergeParts } from "../../support/federated/parts.ts";

// Synthetic people: one whom the second agency does not know, one whose age is missing there.
const AGES: Readonly<Record<string, number | null>> = { "1": 30, "2": null };

const agencies = {
  names: {
    sdl: `type Query { people: [Person!]! first: Person nobody: Person }
      type Person @key(fields: "id") { id: ID! name: String }`,
    resolvers: {
      Query: {
        people: () => ["1", "2", "3"].map((id) => ({ id, name: `n${id}` })),
        first: () => ({ id: "1", name: "n1" }),
        nobody: () => null,
      },
    },
  },
  ages: {
    sdl: `type Person @key(fields: "id") { id: ID! age: Int! seat: Seat }
      type Seat { row: Int office: Office } type Office @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Person: {
        __resolveReference: (key: { id: string }) => (key.id === "3" ? null : key),
        age: ({ id }: { id: string }) => AGES[id] ?? null,
        seat: () => ({ row: 1, office: { id: "o1" } }),
      },
    },
  },
  offices: {
    sdl: `type Office @key(fields: "id") { id: ID! title: String! }`,
    resolvers: { Office: { __resolveReference: (key: object) => key, title: () => "Office" } },
  },
} as const;

describe("parts of an answer", () => {
  let graph: TestGraph;
  beforeAll(async () => void (graph = await startGraph(agencies as never)));
  afterAll(() => graph[Symbol.asyncDispose]());

  it("come in the order of their nesting, and what stands within one is announced with it", async () => {
    const parts = await graph.inParts("{ first { name ...@defer { seat { row ...@defer { office { title } } } } } }");
    expect(parts).toEqual([
      { data: { first: { name: "n1" } }, pending: [{ id: "0", path: ["first"] }] },
      {
        pending: [{ id: "1", path: ["first", "seat"] }],
        incremental: [{ id: "0", data: { seat: { row: 1 } } }],
        completed: [{ id: "0" }],
        hasNext: true,
      },
      { incremental: [{ id: "1", data: { office: { title: "Office" } } }], completed: [{ id: "1" }], hasNext: false },
    ]);
  });

  it("are lost one by one where a null may not stand, and the rest of the answer stays", async () => {
    const { data, errors, lost } = mergeParts(await graph.inParts("{ people { name ...@defer { age } } }"));
    expect(data).toEqual({ people: [{ name: "n1", age: 30 }, { name: "n2" }, { name: "n3" }] });
    expect(lost).toEqual(["people.1", "people.2"]);
    expect(errors).toMatchObject([{ path: ["people", 1, "age"] }, { path: ["people", 2, "age"] }]);
  });

  it("do not follow where there is no object for them, and cost no call", async () => {
    graph.agencies.takeCalls();
    expect(await graph.inParts("{ nobody { name ...@defer { age } } }")).toEqual([{ data: { nobody: null } }]);
    expect(graph.agencies.takeCalls()).toHaveLength(1);
  });

  it.each([
    ["do not follow where only the whole answer costs little enough", "LIMIT_COST_EXCEEDED"],
    ["do not follow where only the whole answer asks little enough of an agency", "LIMIT_AGENCY_COST_EXCEEDED"],
  ])("%s", async (_, code) => {
    const costs: number[] = [];
    const admit: OperationRequest["admit"] = (cost) => {
      costs.push(cost.estimate({}).total);
      return costs.length === 1 ? { errors: [{ message: "Too much.", extensions: { code } }] } : null;
    };
    const parts = await graph.inParts("{ first { name ...@defer { copy: name } } }", {}, { admit });
    expect(parts).toEqual([{ data: { first: { name: "n1", copy: "n1" } } }]);
    expect(costs[1]).toBeLessThan(costs[0]!);
  });

  it("are not asked for once more by whoever is refused for another reason", async () => {
    const refusal = { errors: [{ message: "Later.", extensions: { code: "BUDGET_COST_EXCEEDED" } }] };
    const admit = vi.fn<NonNullable<OperationRequest["admit"]>>(() => refusal);
    expect(await graph.inParts("{ first { name ...@defer { copy: name } } }", {}, { admit })).toEqual([refusal]);
    expect(admit).toHaveBeenCalledOnce();
  });

  it("are not fetched where nobody takes the first", async () => {
    graph.agencies.takeCalls();
    const operation = graph.engine.prepare(parse("{ first { name ...@defer { age } } }"));
    const answer = await operation.respond({ takesParts: true });
    if (!isParted(answer)) throw new Error("The answer is whole.");
    await answer.later.return();
    expect(graph.agencies.takeCalls()).toHaveLength(1);
  });

  it("are lost as a whole where whoever accounts for them refuses, and no agency is asked", async () => {
    graph.agencies.takeCalls();
    const accountPart = async () => ({ errors: [{ message: "Not now." }] });
    const parts = await graph.inParts("{ people { name ...@defer { seat { row } } } }", {}, { accountPart });
    const errors = [{ message: "Not now." }];
    expect(parts[1]).toEqual({ completed: ["0", "1", "2"].map((id) => ({ id, errors })), hasNext: false });
    expect(graph.agencies.takeCalls()).toHaveLength(1);
  });

  it("are lost as a whole by a fault of the hub's own, of which nothing leaves but a number", async () => {
    const accountPart = () => Promise.reject(new Error("secret"));
    const [, second] = await graph.inParts("{ first { name ...@defer { age } } }", {}, { accountPart });
    expect(second).toEqual({
      completed: [
        {
          id: "0",
          errors: [
            {
              message: expect.not.stringContaining("secret"),
              path: ["first"],
              extensions: { code: "INTERNAL", incidentId: expect.any(String) },
            },
          ],
        },
      ],
      hasNext: false,
    });
  });

  it("tell whoever accounts for them about the persons of the part around them", async () => {
    const records: unknown[] = [];
    await graph.inParts(
      "{ first { name ...@defer { seat { row } } } }",
      {},
      {
        record: { persons: ["p1"], agencies: [] },
        accountPart: async (execute) => {
          const record = { persons: [], agencies: [] };
          const answer = await execute({ record });
          records.push(record);
          return answer;
        },
      },
    );
    expect(records).toEqual([{ persons: ["p1"], agencies: ["ages"] }]);
  });
});
