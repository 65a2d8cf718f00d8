import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compose } from "../../test/support/federated/compose.ts";
import { startPlannerPool, type PlannerPool } from "./planner-pool.ts";
import { loadSupergraph } from "./supergraph.ts";

const person = 'type Person @key(fields: "id") { id: ID! boss: Person peers: [Person!]! }';
const supergraph = loadSupergraph(
  compose({
    a: `type Query { person: Person } ${person}`,
    b: 'type Person @key(fields: "id") { id: ID! secret: String }',
  }),
);
const fan = (depth: number) =>
  `{ person { ...F0 } } fragment F${depth} on Person { secret } ${Array.from(
    { length: depth },
    (_, i) => `fragment F${i} on Person { boss { ...F${i + 1} } peers { ...F${i + 1} } }`,
  ).join(" ")}`;
const request = (document: string) => ({ documents: [document], overrides: [] });

describe("the planner pool", () => {
  let pool: PlannerPool;
  beforeAll(async () => {
    pool = startPlannerPool(supergraph.sdl);
    await pool.ready;
  });
  afterAll(() => pool.stop());

  it("plans in another thread and answers plain data", async () => {
    const result = await pool.plan(request("{ person { secret } }"), 10_000);
    expect(structuredClone(result)).toMatchObject({ plan: { passes: [{ kind: "Sequence" }] } });
  });

  it("ends a thread that passes its deadline, refuses, keeps the event loop free and plans on with the spare", async () => {
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 10);
    const [hostile, next] = await Promise.all([
      pool.plan(request(fan(12)), 100),
      pool.plan(request("{ person { id } }"), 10_000),
    ]);
    clearInterval(ticking);
    expect(hostile).toMatchObject({ refusal: { code: "LIMIT_PLANNING_EXCEEDED" } });
    expect(next).toHaveProperty("plan");
    expect(ticks).toBeGreaterThan(4);
  });

  it("refuses a plan of more than 30 fetches before any is sent", async () => {
    const result = await pool.plan(request(fan(5)), 20_000);
    expect(result).toMatchObject({
      refusal: { code: "LIMIT_FETCHES_EXCEEDED", message: expect.stringContaining("at most 30") },
    });
  });
});
