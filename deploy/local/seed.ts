import { type Client, escapeIdentifier, escapeLiteral } from "pg";
import type { NationOptions } from "../synthetic/nation.ts";
import { seedNation } from "../synthetic/seed-nation.ts";
import { withConnection } from "./admin.ts";
import type { HubDatabases } from "./databases.ts";
import { migrateAll } from "./migrations.ts";

/** What a first run loads: a few seconds of work, every story and every state in it. */
export const defaultNation: NationOptions = { members: 20_000, departures: 2_000, seed: 1 };

/** The comment on the Commission's database tells what is in it; while the nation is being loaded, this. */
const LOADING = "Synthetic data, not loaded to the end.";

/** Loads a nation into databases that hold nobody yet, and finishes what an earlier run left half done. */
export async function seedOnce(
  databases: HubDatabases,
  log: (line: string) => void,
  size: NationOptions = defaultNation,
): Promise<void> {
  const content = await contentOf(databases);
  if (content === "people") {
    if (await isSynthetic(databases)) await sayThatSynthetic(databases);
    return;
  }
  await load(databases, size, content, log);
}

/** @throws one sentence when the people there may be real: a trial would show them to whoever sits at the machine */
export async function requireSynthetic(databases: HubDatabases): Promise<void> {
  if (await isSynthetic(databases)) return;
  throw new Error("The databases hold members who may be real: set GATEWAY_ISSUERS to say whose tokens count.");
}

/**
 * Loads a nation of any size.
 * @throws one sentence when there is one already and `isReplacing` is false, or when the people there may be real
 */
export async function seed(
  databases: HubDatabases,
  size: NationOptions,
  isReplacing: boolean,
  log: (line: string) => void,
): Promise<void> {
  if (databases.adminUrl === null)
    throw new Error("Synthetic data are loaded only into databases that this program made.");
  const content = await contentOf(databases);
  if (content === "people" && !(isReplacing && (await isSynthetic(databases)))) {
    throw new Error(
      "The databases hold members already: use --replace to drop a synthetic nation and load another one.",
    );
  }
  await load(databases, size, content === "people" ? "unfinished" : content, log);
}

async function load(
  databases: HubDatabases,
  size: NationOptions,
  content: "nothing" | "unfinished",
  log: (line: string) => void,
): Promise<void> {
  if (content === "unfinished") {
    await databases.recreate();
    await migrateAll(databases);
  }
  await mark(databases, LOADING);
  const url = (name: string) => databases.urls.get(name)?.migratorUrl ?? "";
  await seedNation({
    ...size,
    databases: {
      organizationCommission: url(COMMISSION),
      foreignMinistry: url("foreign-ministry"),
      provincialCommittees: {
        north: url("provincial-committees/north"),
        centre: url("provincial-committees/centre"),
        south: url("provincial-committees/south"),
      },
    },
    indexKey: databases.indexKey,
    progress: log,
  });
  if (databases.adminUrl !== null) await withConnection(databases.adminUrl, writeOut);
  await sayThatSynthetic(databases);
  await mark(databases, `Synthetic data: ${size.members} members, ${size.departures} departures, seed ${size.seed}.`);
}

/** Has a load written to the disk now and not while the first questions are asked, where the role may ask for it. */
async function writeOut(admin: Client): Promise<void> {
  const { rows } = await admin.query<{ may: boolean }>("select pg_has_role('pg_checkpoint', 'usage') as may");
  if (rows[0]?.may) await admin.query("checkpoint");
}

const COMMISSION = "organization-commission";

async function contentOf(databases: HubDatabases): Promise<"nothing" | "unfinished" | "people"> {
  if ((await markOf(databases)) === LOADING) return "unfinished";
  return onCommission(databases, async (client) => {
    // Rows are hidden from whoever is not a party to them, so the room they take must tell that there are any.
    const { rows } = await client.query<{ is_filled: boolean }>(
      "select pg_relation_size('member_index') > 0 as is_filled",
    );
    return rows[0]?.is_filled ? "people" : "nothing";
  });
}

const isSynthetic = async (databases: HubDatabases): Promise<boolean> =>
  (await markOf(databases))?.startsWith("Synthetic") ?? false;

async function markOf(databases: HubDatabases): Promise<string | null> {
  return onCommission(databases, async (client) => {
    const { rows } = await client.query<{ mark: string | null }>(
      "select shobj_description(oid, 'pg_database') as mark from pg_database where datname = current_database()",
    );
    return rows[0]?.mark ?? null;
  });
}

async function mark(databases: HubDatabases, text: string): Promise<void> {
  await onCommission(databases, async (client) => {
    await client.query(`comment on database ${escapeIdentifier(client.database ?? "")} is ${escapeLiteral(text)}`);
  });
}

/** Rows that come about later in a database of made-up people are made up too; their default asks for this comment. */
async function sayThatSynthetic({ urls }: HubDatabases): Promise<void> {
  for (const [name, { migratorUrl }] of urls) {
    if (name === COMMISSION) continue;
    await withConnection(migratorUrl, (client) =>
      client.query(`comment on database ${escapeIdentifier(client.database ?? "")} is 'Synthetic data.'`),
    );
  }
}

const onCommission = <Result>(databases: HubDatabases, work: (client: Client) => Promise<Result>) =>
  withConnection(databases.urls.get(COMMISSION)?.migratorUrl ?? "", work);
