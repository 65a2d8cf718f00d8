import { generateKeyPairSync } from "node:crypto";
import type { Kysely } from "kysely";
import { startProvincialCommittees } from "../../../subgraphs/provincial-committees/server.ts";
import type { ProvincialCommitteesTables } from "../../../subgraphs/provincial-committees/tables.ts";
import { openDatabase } from "#kit/database.ts";
import { createDatabase } from "../../support/database.ts";
import { askAgency, envelopeKeys, type TestCaller } from "../../support/envelope.ts";

/** One instance over HTTP on a database of its own, which serves PTC-01, PTC-08 and, without members, CRC-CP. */
export interface RunningInstance extends AsyncDisposable {
  readonly name: string;
  readonly url: string;
  /**
   * Sends a request of someone who reaches every row, unless another caller is given; a `Data` that does not fit the
   * query fails the test where it is read.
   */
  readonly ask: <Data>(query: string, variables?: object, caller?: TestCaller) => Promise<Answer<Data>>;
  /** The statements that the agency has sent since this was last called. */
  readonly takeStatements: () => readonly string[];
  /** The same database past the agency and past the rules on its rows. */
  readonly db: Kysely<ProvincialCommitteesTables>;
}

interface Answer<Data> {
  readonly data: Data;
  readonly errors?: readonly AnswerError[];
}

interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string };
}

/** The folder that `createDatabase` migrates from. */
const migrations = new URL("../../../subgraphs/provincial-committees/migrations/", import.meta.url);

/** A connection that no rule on rows holds back to a fresh database that holds nothing but the served committees. */
export async function openEmptyDatabase() {
  const database = await createDatabase({ migrations });
  const db = openDatabase<ProvincialCommitteesTables>({ url: database.adminUrl, poolSize: 2 });
  const committees = ["PTC-01", "PTC-08", "CRC-CP"].map((code) => ({ code }));
  await db.insertInto("served_committee").values(committees).execute();
  const dispose = async () => {
    await db.destroy();
    await database[Symbol.asyncDispose]();
  };
  return { url: database.url, db, [Symbol.asyncDispose]: dispose };
}

/** The instance speaks as north and knows where others are, but tells nobody: what it would tell stays in the outbox. */
const peering = {
  name: "provincial-committees/north",
  key: generateKeyPairSync("ed25519").privateKey,
  peers: new Map(),
  routes: new Map([
    ["PTC-01", "provincial-committees/north"],
    ["PTC-08", "provincial-committees/north"],
    ["PTC-79", "provincial-committees/south"],
  ]),
};

/** Starts it; disposal stops the agency and drops the database. */
export async function startInstance(): Promise<RunningInstance> {
  const database = await openEmptyDatabase();
  const statements: string[] = [];
  const agency = await startProvincialCommittees({
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
    db: database.db,
    takeStatements: () => statements.splice(0),
    ask: <Data>(query: string, variables: object = {}, caller?: TestCaller) =>
      askAgency<Answer<Data>>(agency, { query, variables }, caller),
    [Symbol.asyncDispose]: async () => {
      await agency.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
