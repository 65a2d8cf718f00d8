import { generateKeyPairSync } from "node:crypto";
import type { Kysely } from "kysely";
import { startProvincialCommittees } from "../../../subgraphs/provincial-committees/server.ts";
import type { ProvincialCommitteesTables } from "../../../subgraphs/provincial-committees/tables.ts";
import type { EventBody, EventKind } from "#contract/event-bodies.ts";
import { newEventId, type AnyEvent, type EventOutcome } from "#contract/events.ts";
import { openAgencyDatabase, openDatabase } from "#kit/database.ts";
import { takeEvent } from "#kit/inbox.ts";
import { eventHandlers, reachOfEvents } from "../../../subgraphs/provincial-committees/event-handlers.ts";
import { markOverdueArrivals } from "../../../subgraphs/provincial-committees/overdue-arrivals.ts";
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
  /** Hears the next event of a source about a subject, as if it had been delivered; answers what became of it. */
  readonly hear: <Kind extends EventKind>(
    source: string,
    kind: Kind,
    subject: string,
    body: EventBody<Kind>,
  ) => Promise<EventOutcome>;
  /** Marks what was not shown in time, as the process does by itself; answers how many. */
  readonly markOverdue: (now: Date) => Promise<number>;
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

/** Starts it with so many connections; disposal stops the agency and drops the database. */
export async function startInstance(poolSize = 2): Promise<RunningInstance> {
  const database = await openEmptyDatabase();
  const statements: string[] = [];
  const agency = await startProvincialCommittees({
    host: "127.0.0.1",
    port: 0,
    databaseUrl: database.url,
    poolSize,
    envelopeKeys,
    insecureCaller: null,
    peering,
    onStatement: (text) => statements.push(text),
  });
  const service = openAgencyDatabase<ProvincialCommitteesTables>({ url: database.url, poolSize: 2 });
  const reachOf = reachOfEvents(["PTC-01", "PTC-08", "CRC-CP"]);
  const sequences = new Map<string, number>();
  const hear: RunningInstance["hear"] = async (source, kind, subject, body) => {
    const sequence = (sequences.get(`${source} ${subject}`) ?? 0) + 1;
    const now = new Date();
    const event = { id: newEventId(now.valueOf()), source, target: peering.name, subject, sequence, kind, body };
    const handlers = eventHandlers((committee) => peering.routes.get(committee) ?? null);
    const outcome = await takeEvent(service, handlers, reachOf, { ...event, occurredAt: now.toJSON() } as AnyEvent, now);
    // What was refused has not been heard, so the next one takes its place.
    if (outcome.outcome === "accepted") sequences.set(`${source} ${subject}`, sequence);
    return outcome;
  };
  return {
    hear,
    markOverdue: (now) => markOverdueArrivals(service, reachOf(), now),
    name: agency.name,
    url: agency.url,
    db: database.db,
    takeStatements: () => statements.splice(0),
    ask: <Data>(query: string, variables: object = {}, caller?: TestCaller) =>
      askAgency<Answer<Data>>(agency, { query, variables }, caller),
    [Symbol.asyncDispose]: async () => {
      await agency.close();
      await service.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
