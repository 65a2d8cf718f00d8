import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTrialGateway, type TrialGateway } from "../support/trial-gateway.ts";

let gateway: TrialGateway;
beforeAll(async () => {
  gateway = await startTrialGateway();
});
afterAll(() => gateway?.[Symbol.asyncDispose]());

const QUERY = `query Look($type: String!) { __type(name: $type) { name description fields { name description } } }`;

interface Seen {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly { readonly name: string; readonly description: string }[];
}

async function put(persona: string, query: string, variables: object = {}, language = "en") {
  const token = (await readFile(join(gateway.tokensFolder, persona), "utf8")).trim();
  const response = await fetch(gateway.url, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "accept-language": language,
    },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { data?: Record<string, unknown>; errors?: unknown };
}

async function look(persona: string, type: string, language = "en"): Promise<Seen | null> {
  const { data, errors } = await put(persona, QUERY, { type }, language);
  expect(errors).toBeUndefined();
  return data?.["__type"] as Seen | null;
}

const fieldsOf = (seen: Seen | null) => seen?.fields.map(({ name }) => name) ?? [];

describe("the graph that a caller is shown", () => {
  it("is that of their rights, asked once as asked again", async () => {
    for (const _ of [1, 2]) {
      expect(fieldsOf(await look("province-clerk", "HomeRecordCard"))).toContain("number");
      expect(fieldsOf(await look("foreign-ministry-officer", "HomeRecordCard"))).not.toContain("number");
      expect(await look("commission-analyst", "HomeRecord")).toBeNull();
      expect(fieldsOf(await look("nobody", "Query"))).toContain("countries");
    }
  });

  it("is told in the language that they prefer", async () => {
    const texts = JSON.parse(
      readFileSync(new URL("../../schema/languages/vi.json", import.meta.url), "utf8"),
    ) as Record<string, string>;
    const seen = await look("province-clerk", "HomeRecord", "vi-VN,vi;q=0.9,en;q=0.8");
    expect(seen?.description).toBe(texts["HomeRecord"]);
    for (const { name, description } of seen?.fields ?? []) expect(description).toBe(texts[`HomeRecord.${name}`]);
    expect((await look("province-clerk", "HomeRecord", "en"))?.description).not.toBe(texts["HomeRecord"]);
  });

  it.each([
    ["through a fragment", "{ ...A } fragment A on Query { ... { card: __type(name: $type) { name } } }"],
    ["beside its name", "{ __typename card: __type(name: $type) { name } }"],
  ])("is no other when it is asked for %s", async (_, query) => {
    for (const [persona, seen] of [
      ["province-clerk", { name: "HomeRecordCard" }],
      ["nobody", null],
    ] as const) {
      const { data } = await put(persona, `query ($type: String!) ${query}`, { type: "HomeRecordCard" });
      expect([persona, data?.["card"]]).toEqual([persona, seen]);
    }
  });

  it("is not told beside data, by whoever knows all of it", async () => {
    for (const query of [
      "{ __schema { types { name } } countries { code } }",
      '{ ...A } fragment A on Query { countries { code } __type(name: "HomeRecordCard") { name } }',
    ]) {
      const { data, errors } = await put("nobody", query);
      expect(data).toBeUndefined();
      expect(errors).toMatchObject([{ extensions: { code: "BAD_REQUEST" } }]);
    }
  });

  it("is refused, without the value, to a variable of another type", async () => {
    const { errors } = await put("province-clerk", QUERY, { type: { idNumber: "079123456789" } });
    expect(errors).toEqual([
      {
        message: "$type of type String!: the value does not have the type that the operation declares.",
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
  });
});
