import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOrganizationCommission } from "../../subgraphs/organization-commission/server.ts";
import { askAgency, envelopeKeys, signedHeaders } from "../support/envelope.ts";
import { startMinistry } from "./foreign-ministry/running-ministry.ts";
import { openRegistry } from "./organization-commission/registry.ts";
import { indexKey } from "./organization-commission/rows.ts";
import { startInstance } from "./provincial-committees/running-instance.ts";

interface Door extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  readonly takeStatements: () => readonly string[];
}

async function startCommission(): Promise<Door> {
  const registry = await openRegistry();
  const statements: string[] = [];
  const agency = await startOrganizationCommission({
    host: "127.0.0.1",
    port: 0,
    databaseUrl: registry.database.url,
    poolSize: 2,
    indexKey,
    envelopeKeys,
    insecureCaller: null,
    onStatement: (text) => statements.push(text),
  });
  return {
    name: agency.name,
    url: agency.url,
    takeStatements: () => statements.splice(0),
    [Symbol.asyncDispose]: async () => {
      await agency.close();
      await registry[Symbol.asyncDispose]();
    },
  };
}

const key = { __typename: "Member", id: "mb_aaaaaaaaaaaa1", homeCommittee: { code: "PTC-01" } };
const request = (fields: string) => ({
  query: `query ($keys: [_Any!]!) { _entities(representations: $keys) { ... on Member { ${fields} } } }`,
  variables: { keys: [key] },
});

describe.each<[string, () => Promise<Door>, object]>([
  ["the Commission", startCommission, request("homeCommittee { code }")],
  ["the Foreign Ministry", startMinistry, request("currentAssignment { id }")],
  ["a provincial instance", startInstance, request("homeRecord { memberClass }")],
])("the port of %s", (_, start, question) => {
  let door: Door;
  beforeAll(async () => void (door = await start()));
  afterAll(() => door[Symbol.asyncDispose]());

  const body = JSON.stringify(question);
  const post = async (own: Record<string, string>) => {
    const headers = { "content-type": "application/json", ...own };
    return (await fetch(door.url, { method: "POST", headers, body })).status;
  };

  it("touches a table for the hub", async () => {
    door.takeStatements();
    expect(await askAgency(door, question)).not.toHaveProperty("errors");
    expect(door.takeStatements()).toHaveLength(1);
  });

  it("touches none for anybody else", async () => {
    door.takeStatements();
    const signed = signedHeaders(door.name, `${body} `, {});
    const asStranger = [await post({}), await post({ authorization: "Bearer token" }), await post(signed)];
    expect(asStranger).toEqual([401, 401, 401]);
    expect(door.takeStatements()).toEqual([]);
  });
});
