import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startOrganizationCommission } from "../../../subgraphs/organization-commission/server.ts";
import { askAgency, envelopeKeys } from "../../support/envelope.ts";
import { openRegistry, type Registry } from "./registry.ts";
import { indexKey, memberWithBothCards } from "./rows.ts";

let registry: Registry;

beforeAll(async () => {
  registry = await openRegistry();
});
afterAll(() => registry[Symbol.asyncDispose]());

const start = (settings: object = {}) =>
  startOrganizationCommission({
    host: "127.0.0.1",
    port: 0,
    databaseUrl: registry.database.url,
    poolSize: 2,
    indexKey,
    envelopeKeys,
    insecureCaller: null,
    ...settings,
  });
const findByCard = (agency: { readonly name: string; readonly url: string }) =>
  askAgency(agency, { query: `{ memberByCardNumber(cardNumber: "${memberWithBothCards.card}") { id } }` });

describe("the agency's process", () => {
  it("answers over HTTP and is ready", async () => {
    await using agency = await start();
    expect(await findByCard(agency)).toEqual({ data: { memberByCardNumber: { id: memberWithBothCards.id } } });
    expect((await fetch(new URL("/ready", agency.url))).status).toBe(200);
  });

  it("finds nobody by card under another index key", async () => {
    await using agency = await start({ indexKey: "another key, also long enough to be one" });
    expect(await findByCard(agency)).toEqual({ data: { memberByCardNumber: null } });
  });

  it("does not start over a database without the registry", async () => {
    const databaseUrl = new URL(registry.database.adminUrl);
    databaseUrl.pathname = "/template1";
    await expect(start({ databaseUrl: databaseUrl.href })).rejects.toThrow('relation "committee" does not exist');
  });
});
