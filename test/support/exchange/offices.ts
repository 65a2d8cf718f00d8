import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parse } from "graphql";
import { buildSubgraphSchema } from "@apollo/subgraph";
import type { EventPeer } from "#contract/event-keys.ts";
import { noClaims } from "#contract/envelope.ts";
import { openAgencyDatabase, type AgencyDatabase } from "#kit/database.ts";
import { openExchange, type Exchange } from "#kit/exchange.ts";
import type { EventHandlers } from "#kit/inbox.ts";
import { serveWithApollo, type RunningAgency } from "#kit/serve.ts";
import { freePort } from "../../../deploy/local/port.ts";
import { createDatabase, type TestDatabase } from "../database.ts";

/** What a made-up agency has beside the tables of the kit: cases with a state, and what it has heard, in order. */
export interface OfficeTables {
  parcel: { id: string; state: string; version: number };
  heard: { position: number; event_id: string; source: string; subject: string; sequence: number };
}

/** The reach of nobody: the tables of these agencies tell of no persons. */
export const nobody = { committees: [], memberId: null, organization: null, isRegistrar: false };

/** Claims of a made-up clerk. */
export const clerk = (subject: string) => ({
  ...noClaims,
  issuer: "urn:test:issuer",
  subject,
  organization: "office",
  traceId: "trace-1",
  deadline: Infinity,
});

/** A database with the tables of the kit, as an agency's migration would copy them. */
export async function officeDatabase(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "hub-office-"));
  const snippet = await readFile(new URL("../../../subgraphs/kit/exchange-tables.sql", import.meta.url), "utf8");
  const own = `create table parcel (id text primary key, state text not null, version integer not null default 1);
    create table heard (position bigint generated always as identity, event_id text not null, source text not null,
      subject text not null, sequence integer not null);`;
  await writeFile(join(folder, "0001-create-office.sql"), `${snippet}\n${own}\n`);
  try {
    return await createDatabase({ migrations: pathToFileURL(`${folder}/`) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Who an office is, before it runs. */
export interface OfficeIdentity {
  readonly name: string;
  readonly port: number;
  readonly key: ReturnType<typeof drawKey>["privateKey"];
  readonly peer: EventPeer;
}

const drawKey = () => generateKeyPairSync("ed25519");

/** Draws a key and a port for each name, and says of each what all need to know. */
export async function identifyOffices<Name extends string>(names: readonly Name[]) {
  const offices = await Promise.all(
    names.map(async (name): Promise<[Name, OfficeIdentity]> => {
      const { privateKey, publicKey } = drawKey();
      const port = await freePort();
      return [name, { name, port, key: privateKey, peer: { url: `http://127.0.0.1:${port}`, publicKey } }];
    }),
  );
  return {
    offices: Object.fromEntries(offices) as Record<Name, OfficeIdentity>,
    peers: new Map<string, EventPeer>(offices.map(([name, { peer }]) => [name, peer])),
  };
}

/** An office at work. */
export interface RunningOffice extends AsyncDisposable {
  readonly agency: RunningAgency;
  readonly database: AgencyDatabase<OfficeTables>;
  readonly exchange: Exchange;
}

/** Notes every event in the order in which it came; twice, if it had an effect twice. */
export const noteHeard: EventHandlers<OfficeTables> = {
  "transfer.stepped": async (tx, { id, source, subject, sequence }) => {
    const row = { event_id: id, source, subject, sequence };
    await tx.insertInto("heard").values(row as never).execute();
  },
};

/** Serves an office over HTTP with its exchange. */
export async function startOffice(
  { name, port, key }: OfficeIdentity,
  peers: ReadonlyMap<string, EventPeer>,
  { databaseUrl, handlers = noteHeard, now }: OfficeOptions,
): Promise<RunningOffice> {
  const database = openAgencyDatabase<OfficeTables>({ url: databaseUrl, poolSize: 10 });
  const exchange = openExchange({
    name,
    key,
    peers,
    routes: new Map(),
    databaseUrl,
    database,
    handlers,
    reachOf: () => nobody,
    ...(now && { now }),
  });
  const agency = await serveWithApollo({
    name: "office",
    host: "127.0.0.1",
    port,
    insecureCaller: {},
    schema: buildSubgraphSchema([{ typeDefs: parse("type Query { hello: String }"), resolvers: {} }]),
    context: () => ({}),
    checkReady: async () => undefined,
    exchange,
    close: database.close,
  });
  return { agency, database, exchange, [Symbol.asyncDispose]: agency.close };
}

interface OfficeOptions {
  readonly databaseUrl: string;
  readonly handlers?: EventHandlers<OfficeTables>;
  readonly now?: () => Date;
}
