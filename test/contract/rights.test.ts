import { readRegisteredOperations } from "#contract/registered-operations.ts";
import type { Purpose } from "#contract/caller.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ToldRights } from "../../gateway/rights/told-rights.ts";
import { fanOut, ring } from "../hostile/documents.ts";
import { startTrialGateway, type TrialGateway } from "../support/trial-gateway.ts";

/** Its agencies are all away, so that whatever is told of rights comes from the rules alone. */
let gateway: TrialGateway;
// Its first start in a checkout builds the page, and each test asks some fifty times: a busy machine takes its time.
beforeAll(async () => {
  gateway = await startTrialGateway();
}, 240_000);
afterAll(() => gateway?.[Symbol.asyncDispose]());

async function post(path: string, body: object, persona: string | null, purpose?: Purpose) {
  const response = await fetch(new URL(path, gateway.url), {
    method: "POST",
    headers: { "content-type": "application/json", ...(persona && (await gateway.headersOf(persona, purpose))) },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function rightsOf(query: string, persona: string, purpose?: Purpose, variables: object = {}) {
  const { status, body } = await post("/rights", { query, variables }, persona, purpose);
  expect(status).toBe(200);
  return body as unknown as ToldRights;
}

const day = "2026-06-30";
const days = { before: day, from: day, on: day, to: day, until: day };
/** What the registered operations need that somebody may not ask: of wrong values is told before rights are. */
const variables = { id: "mb_b2gea1zpwxa37", committee: "PTC-79", country: "JP", by: ["YEAR"], ...days };

/** Closed fields without a closed one above them. */
function topmost({ fields }: ToldRights): readonly string[] {
  const closed = fields.filter(({ missing }) => missing.length > 0).map(({ path }) => `${path.join(".")}.`);
  return [
    ...new Set(closed.filter((path) => !closed.some((above) => above !== path && path.startsWith(above)))),
  ].sort();
}

describe("the rights that a caller is told", () => {
  it("name the scope and the purpose that are missing, and who asks", async () => {
    const query = `{ member(id: "mb_0000000000000") { id homeRecord { name { full } } } countries { code } }`;
    const told = await rightsOf(query, "commission-analyst");
    const member = told.fields.find(({ coordinate }) => coordinate === "Query.member");
    expect(member?.missing).toEqual(
      expect.arrayContaining([
        { kind: "purpose", anyOf: [] },
        { kind: "scopes", anyOf: [["member:read"]] },
      ]),
    );
    expect(told.fields.find(({ coordinate }) => coordinate === "Query.countries")?.missing).toEqual([]);
    const open = told.fields.filter(({ missing }) => missing.length === 0).map(({ path }) => path.join("."));
    expect(open).toEqual(["countries", "countries.code"]);
    expect(told.caller).toMatchObject({ purposes: ["STATISTICS"], purpose: null });
  });

  it.each([
    ["province-clerk", "MEMBER_MANAGEMENT"],
    ["foreign-ministry-officer", "OVERSEAS_MANAGEMENT"],
    ["commission-analyst", "STATISTICS"],
    ["nobody", undefined],
  ] as const)(
    "are those that an execution keeps to, in each registered operation, for %s",
    async (persona, purpose) => {
      const folder = new URL("../../schema/operations/", import.meta.url);
      for (const { name, text } of readRegisteredOperations(folder)) {
        const { body } = await post("/graphql", { query: text, variables }, persona, purpose);
        const errors = (body["errors"] ?? []) as { path?: string[]; extensions: { code: string } }[];
        const refused = errors.filter(({ extensions }) => extensions.code === "UNAUTHORIZED_FIELD_OR_TYPE");
        const told = topmost(await rightsOf(text, persona, purpose, variables));
        expect({ name, told }).toEqual({ name, told: refused.map(({ path }) => `${path?.join(".")}.`).sort() });
      }
    },
    120_000,
  );

  it("are refused to whoever brings no token, and for what is no operation of the graph", async () => {
    expect((await post("/rights", { query: "{ countries { code } }" }, null)).status).toBe(401);
    const refusal = async (query: string) => (await post("/rights", { query }, "nobody")).body["errors"];
    expect(await refusal("{ nationalSecret }")).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    const late = (label: string) =>
      `{ countries { code } ...@defer(label: "a") { missions { totalCount } } ...@defer(label: "${label}") { countries { name } } }`;
    expect(await refusal(late("a"))).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
    expect(await refusal(late("b"))).toBeUndefined();
    expect(await refusal("{ nationalSecr")).toMatchObject([{ extensions: { code: "GRAPHQL_PARSE_FAILED" } }]);
    expect(await refusal("{".repeat(5_000))).toMatchObject([{ extensions: { code: "LIMIT_NESTING_EXCEEDED" } }]);
    // Told or not, a document is filled in only as far as one that is executed.
    const root = '{ partyOrganization(id: "po_0000000000000") { ...F0 } }';
    const many = fanOut(root, "PartyOrganization", ["superior", "superiors"], 25, "name");
    expect(await refusal(many)).toMatchObject([{ extensions: { code: "LIMIT_SELECTIONS_EXCEEDED" } }]);
    const circle = ring(root, "PartyOrganization", "superior", 3);
    expect(await refusal(circle)).toMatchObject([{ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } }]);
  });
});
