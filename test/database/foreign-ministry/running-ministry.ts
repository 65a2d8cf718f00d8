import { generateKeyPairSync } from "node:crypto";
import type { Kysely } from "kysely";
import { expect } from "vitest";
import { startForeignMinistry } from "../../../subgraphs/foreign-ministry/server.ts";
import type { ForeignMinistryTables } from "../../../subgraphs/foreign-ministry/tables.ts";
import { openDatabase } from "#kit/database.ts";
import committees from "../../../deploy/committees.json" with { type: "json" };
import { createDatabase } from "../../support/database.ts";
import { askAgency, envelopeKeys, type TestCaller } from "../../support/envelope.ts";
import * as rows from "./rows.ts";

/** The agency over HTTP on a database of its own that holds the rows of `rows.ts`. */
export interface RunningMinistry extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  /**
   * Asks as someone who reaches every row, unless another caller is given. What the answer holds is taken on trust: a
   * wrong type shows as a failed comparison.
   */
  readonly ask: <Data = object>(query: string, variables?: object, caller?: TestCaller) => Promise<Answer<Data>>;
  /** The statements that the agency has sent since this was last called. */
  readonly takeStatements: () => readonly string[];
  /** The same database past the agency and past the rules on its rows. */
  readonly db: Kysely<ForeignMinistryTables>;
}

interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
}

/** A page of a list as far as tests look into it. */
export interface Page<Node = { readonly id: string }> {
  readonly nodes: readonly Node[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
}

/** The ids of all pages of a list, one after the other; `pageAfter` asks for one of them. */
export async function idsOfAllPages(pageAfter: (after: string | null) => Promise<Page>): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | null = null; ; ) {
    const { nodes, pageInfo } = await pageAfter(after);
    expect(pageInfo.hasPreviousPage).toBe(after !== null);
    ids.push(...nodes.map(({ id }) => id));
    if (!pageInfo.hasNextPage) return ids;
    after = pageInfo.endCursor;
  }
}

/** The folder that `createDatabase` migrates from. */
export const migrations = new URL("../../../subgraphs/foreign-ministry/migrations/", import.meta.url);

/** Starts it; disposal stops the agency and drops the database. */
export async function startMinistry(): Promise<RunningMinistry> {
  const database = await createDatabase({ migrations });
  const db = openDatabase<ForeignMinistryTables>({ url: database.adminUrl, poolSize: 2 });
  await loadRows(db);
  const statements: string[] = [];
  const agency = await startForeignMinistry({
    host: "127.0.0.1",
    port: 0,
    databaseUrl: database.url,
    poolSize: 2,
    envelopeKeys,
    insecureCaller: null,
    peering,
    onStatement: (text) => statements.push(text),
  });
  return {
    name: agency.name,
    url: agency.url,
    db,
    takeStatements: () => statements.splice(0),
    ask: <Data>(query: string, variables: object = {}, caller?: TestCaller) =>
      askAgency<Answer<Data>>(agency, { query, variables }, caller),
    [Symbol.asyncDispose]: async () => {
      await agency.close();
      await db.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** Every committee is served by somebody, and nobody is there to be told: what is told stays in the outbox. */
const peering = {
  name: "foreign-ministry",
  key: generateKeyPairSync("ed25519").privateKey,
  peers: new Map(),
  routes: new Map(
    Object.entries(committees).flatMap(([instance, codes]) =>
      codes.map((code) => [code, `provincial-committees/${instance}`] as const),
    ),
  ),
};

async function loadRows(db: Kysely<ForeignMinistryTables>) {
  await db.insertInto("mission").values([rows.tokyo, rows.osaka, rows.paris]).execute();
  const entries = [rows.committeeInJapan, rows.studentCell, rows.companyCell];
  await db.insertInto("overseas_directory_entry").values(entries).execute();
  await db.insertInto("overseas_assignment").values([...rows.assignments]).execute();
  await db.insertInto("overseas_assignment_step").values([...rows.steps]).execute();
  await db.insertInto("verification_request").values([...rows.verificationRequests]).execute();
}
