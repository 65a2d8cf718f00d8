import { readFileSync } from "node:fs";
import type { Purpose } from "#contract/caller.ts";
import { documentIdOf, readRegisteredOperations } from "#contract/registered-operations.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../support/small-hub.ts";
import { startTrialGateway, type TrialGateway } from "../support/trial-gateway.ts";

const STATUS_TYPE = "application/graphql-response+json";
const dossier = readFileSync(new URL("../../schema/operations/member-dossier.graphql", import.meta.url), "utf8");
const documentId = documentIdOf(dossier);
const variables = { id: "mb_b2gea1zpwxa37" };

/** Registered operations alone for all organizations but one. */
let gateway: TrialGateway;
beforeAll(async () => void (gateway = await startTrialGateway({ isTrial: false, documents: "enforce,PTC-79=off" })));
afterAll(() => gateway[Symbol.asyncDispose]());

interface Asking {
  readonly persona?: string;
  readonly purpose?: Purpose;
  readonly accept?: string;
  readonly path?: string;
}

async function ask(body: object, asking: Asking = {}) {
  const { persona = "front-end-service", purpose, accept = STATUS_TYPE, path = "/graphql" } = asking;
  const headers = { "content-type": "application/json", accept, ...(await gateway.headersOf(persona, purpose)) };
  const response = await fetch(new URL(path, gateway.url), { method: "POST", headers, body: JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, type: response.headers.get("content-type"), text: text.trim() };
}

async function refusalOf(body: object, asking?: Asking): Promise<readonly [number, unknown]> {
  const { status, text } = await ask(body, asking);
  const { data, errors } = JSON.parse(text) as Answer;
  expect(data).toBeUndefined();
  expect(errors).toHaveLength(1);
  return [status, errors?.[0]?.extensions["code"]];
}

describe("a registered operation", () => {
  it.each(["application/json", STATUS_TYPE])("is answered by its id as by its text, through both doors, as %s", async (accept) => {
    const asking = { persona: "province-clerk", purpose: "MEMBER_MANAGEMENT", accept } as const;
    const byText = await ask({ query: dossier, variables }, asking);
    expect(JSON.parse(byText.text)).toMatchObject({
      data: { member: null },
      errors: [{ path: ["member"], extensions: { code: "AGENCY_UNREACHABLE" } }],
    });
    for (let door = 0; door < 2; door++) {
      expect(await ask({ documentId, variables }, asking)).toEqual(byText);
      expect(await ask({ documentId, variables, operationName: "MemberDossier" }, asking)).toEqual(byText);
    }
  });

  it("is open to front-ends that may send no text of their own", async () => {
    const { status, text } = await ask({ documentId, variables }, { purpose: "MEMBER_MANAGEMENT" });
    expect([status, (JSON.parse(text) as Answer).data]).toEqual([200, { member: null }]);
  });

  it("is refused for a purpose that it does not serve, through both doors", async () => {
    const analyst = { persona: "commission-analyst", purpose: "STATISTICS" } as const;
    for (let door = 0; door < 2; door++) {
      expect(await refusalOf({ documentId, variables }, analyst)).toEqual([403, "AUTH_PURPOSE_REFUSED"]);
      await ask({ documentId, variables }, { persona: "member", purpose: "OWN_RECORD" });
    }
    const { text } = await ask({ query: dossier, variables }, analyst);
    expect(JSON.parse(text)).toMatchObject({ data: null, errors: [{ path: ["member"] }] });
  });

  it.each([
    ["unknown", documentIdOf("query Other { __typename }"), "DOCUMENT_UNKNOWN"],
    ["written in capitals", documentId.toUpperCase(), "DOCUMENT_UNKNOWN"],
    ["only a digest", documentId.slice("sha256:".length), "DOCUMENT_UNKNOWN"],
    ["one that every object has", "constructor", "DOCUMENT_UNKNOWN"],
    ["no text", 7, "BAD_REQUEST"],
  ])("is not found when its id is %s", async (_, id, code) => {
    expect(await refusalOf({ documentId: id, variables })).toEqual([400, code]);
  });

  it("is not found with the status that a client of application/json understands", async () => {
    const unknown = { documentId: documentIdOf("") };
    expect(await refusalOf(unknown, { accept: "application/json" })).toEqual([200, "DOCUMENT_UNKNOWN"]);
  });

  it("is named or held by a request, not both", async () => {
    expect(await refusalOf({ documentId, query: dossier, variables })).toEqual([400, "BAD_REQUEST"]);
    expect(await refusalOf({ variables })).toEqual([400, "BAD_REQUEST"]);
  });
});

describe("a document that is not registered", () => {
  const query = "query Own { __typename }";

  it.each(["application/json", STATUS_TYPE])("is refused to a front-end, also after others have sent it, as %s", async (accept) => {
    expect(await refusalOf({ query }, { accept })).toEqual([403, "DOCUMENT_REFUSED"]);
    for (let door = 0; door < 2; door++) {
      expect((await ask({ query }, { persona: "commission-analyst" })).text).toBe('{"data":{"__typename":"Query"}}');
    }
    expect(await refusalOf({ query }, { accept })).toEqual([403, "DOCUMENT_REFUSED"]);
    expect(await refusalOf({ query, documentId: null }, { accept })).toEqual([403, "DOCUMENT_REFUSED"]);
  });

  it("is refused as a long export, and so is a registered one to a purpose that it does not serve", async () => {
    const list = "{ nodes { id } pageInfo { hasNextPage endCursor } }";
    const own = { query: `query Own($after: String) { partyOrganizations(after: $after) ${list} }` };
    const path = "/graphql/export";
    expect(await refusalOf(own, { path, accept: "*/*" })).toEqual([403, "DOCUMENT_REFUSED"]);
    const all = readRegisteredOperations(new URL("../../schema/operations/", import.meta.url));
    const arrivals = all.find(({ name }) => name === "ArrivalsNotReceived");
    const exported = { documentId: arrivals?.documentId };
    const analyst = { persona: "commission-analyst", purpose: "STATISTICS", path, accept: "*/*" } as const;
    expect(await refusalOf(exported, analyst)).toEqual([403, "AUTH_PURPOSE_REFUSED"]);
  });

  it("is refused when it asks for the schema, but not to those who explore", async () => {
    const schema = { query: "{ __schema { queryType { name } } }" };
    expect(await refusalOf(schema)).toEqual([403, "DOCUMENT_REFUSED"]);
    expect((await ask(schema, { persona: "commission-auditor" })).status).toBe(200);
  });

  it("is answered for an organization whose front-ends are not held to the list", async () => {
    expect((await ask({ query }, { persona: "province-clerk" })).status).toBe(200);
  });
});
