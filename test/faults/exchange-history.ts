import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { drawEventKeys, type EventKeyFiles } from "../../deploy/local/event-keys.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import { freePort } from "../../deploy/local/port.ts";
import type { TestDatabase } from "../support/database.ts";
import { officeDatabase } from "../support/exchange/offices.ts";

/** Where a process dies: around the commit of an act, around its sending, and around taking and confirming it. */
export const killPoints = [
  "before-commit",
  "after-commit",
  "before-send",
  "after-send",
  "before-taking",
  "before-receipt",
  "after-receipt",
] as const;

/** One of those points. */
export type KillPoint = (typeof killPoints)[number];

/** What the harness tells an office. */
export type OfficeMessage = { readonly dieAt: KillPoint | null } | { readonly transferId: string; readonly key: string };

const NAMES = ["provincial-committees/north", "foreign-ministry"] as const;
type Name = (typeof NAMES)[number];

/** On a machine with much else to do, a process needs ten seconds to start, and by then the relay waits as long. */
const REST_MS_MAX = 120_000;

interface Answer {
  readonly isTaken?: boolean;
}

/** Two offices in processes of their own, between which persons are handed to and fro. */
export interface Offices extends AsyncDisposable {
  /** Hands a person over while one of the two dies at a point; answers whether it died. Both live again afterwards. */
  readonly handOver: (person: string, number: number, victim: Name, point: KillPoint) => Promise<boolean>;
  /** Waits until nothing is on its way, and answers where everybody is and what was heard. */
  readonly atRest: () => Promise<History>;
  readonly names: typeof NAMES;
}

/** What stands in both databases when nothing is on its way. */
export interface History {
  /** How many places each person has. */
  readonly places: Readonly<Record<string, number>>;
  /** How often each transfer was heard of: once by the taker, once by the giver. */
  readonly heard: Readonly<Record<string, number>>;
  /** Acts that were taken, by transfer. */
  readonly acts: Readonly<Record<string, number>>;
  /** Subjects heard in another order than theirs. */
  readonly disordered: readonly string[];
  /** Times at which a person had no place at all. */
  readonly nowhere: number;
}

/** Starts two offices on databases of their own; all persons are with the first one. */
export async function startOffices(persons: readonly string[]): Promise<Offices> {
  const folder = await mkdtemp(join(tmpdir(), "hub-exchange-"));
  const databases = Object.fromEntries(
    await Promise.all(NAMES.map(async (name) => [name, await officeDatabase()] as const)),
  ) as Record<Name, TestDatabase>;
  const ports = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await freePort()] as const)));
  const addresses = Object.fromEntries(NAMES.map((name) => [name, `http://127.0.0.1:${ports[name]}`]));
  const keys = await drawEventKeys(folder, addresses, {});
  await query(databases[NAMES[0]], "insert into parcel (id, state) select unnest($1::text[]), 'HERE'", [persons]);

  const children = new Map<Name, ChildProcess>();
  const start = async (name: Name) => {
    children.set(name, await startOffice(name, ports[name] ?? 0, databases[name].url, keys));
  };
  await Promise.all(NAMES.map(start));
  let nowhere = 0;

  const whereIs = async (person: string, name: Name) => {
    const rows = await query<{ state: string }>(databases[name], "select state from parcel where id = $1", [person]);
    return rows[0]?.state ?? "AWAY";
  };

  const heardEverywhere = async () => {
    const counts = NAMES.map((name) => query<{ count: string }>(databases[name], "select count(*) from heard"));
    return (await Promise.all(counts)).map(([row]) => row?.count).join(" ");
  };

  async function handOver(person: string, number: number, victim: Name, point: KillPoint): Promise<boolean> {
    const from = (await whereIs(person, NAMES[0])) === "HERE" ? NAMES[0] : NAMES[1];
    const to = from === NAMES[0] ? NAMES[1] : NAMES[0];
    const dying = point.endsWith("commit") ? from : victim;
    const child = children.get(dying);
    if (child) await ask(child, { dieAt: point });
    const died = child ? once(child, "exit") : Promise.resolve();
    const act = { transferId: `${person}.${number}`, key: `transfer-${person}-${number}` };
    const answered = ask(children.get(from), act);
    const watch = watchFor(async () => {
      // The giver first: whoever has let go has heard that the other has taken in.
      if ((await whereIs(person, from)) === "AWAY" && (await whereIs(person, to)) === "AWAY") nowhere += 1;
    });
    const hasDied = await Promise.race([died.then(() => true), delay(5_000).then(() => false)]);
    if (hasDied) await start(dying);
    else await ask(children.get(dying), { dieAt: null });
    // Who heard no answer asks again under the same key.
    for (let answer = await answered; answer?.isTaken !== true; answer = await ask(children.get(from), act)) {
      await delay(100);
    }
    await watch.stop();
    return hasDied;
  }

  async function atRest(): Promise<History> {
    for (const end = Date.now() + REST_MS_MAX; ; await delay(50)) {
      const before = await heardEverywhere();
      const outboxes = NAMES.map((name) => query(databases[name], "select * from outbox_event"));
      const waiting = (await Promise.all(outboxes)).flat();
      // Two databases are not looked at in one instant: what one has taken meanwhile may wait in it as an answer.
      if (waiting.length === 0 && (await heardEverywhere()) === before) break;
      if (Date.now() > end) throw new Error(`these events do not arrive: ${JSON.stringify(waiting)}`);
    }
    const all = async <Row extends object>(text: string) =>
      (await Promise.all(NAMES.map((name) => query<Row>(databases[name], text)))).flat();
    const heard = await all<{ subject: string; source: string; sequence: number }>(
      "select subject, source, sequence from heard order by position",
    );
    return {
      places: counted((await all<{ id: string }>("select id from parcel where state <> 'AWAY'")).map(({ id }) => id)),
      heard: counted(heard.map(({ subject }) => subject)),
      acts: counted((await all<{ subject: string }>("select subject from act_log where act = 'HAND_OVER'")).map(({ subject }) => subject)),
      disordered: heard.filter(({ sequence }) => sequence !== 1).map(({ subject }) => subject),
      nowhere,
    };
  }

  const dispose = async () => {
    for (const child of children.values()) child.kill("SIGKILL");
    for (const name of NAMES) await databases[name][Symbol.asyncDispose]();
    await rm(folder, { recursive: true });
  };
  return { handOver, atRest, names: NAMES, [Symbol.asyncDispose]: dispose };
}

async function startOffice(name: Name, port: number, databaseUrl: string, { peers, keys }: EventKeyFiles) {
  const env = {
    PATH: process.env["PATH"],
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
    OFFICE_PORT: String(port),
    OFFICE_DATABASE_URL: databaseUrl,
    OFFICE_INSECURE_CALLER: "{}",
    OFFICE_PEERS: peers,
    OFFICE_EVENT_KEY: keys[name],
  };
  const file = fileURLToPath(new URL("exchange-office.ts", import.meta.url));
  const child = fork(file, { env, stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: [] });
  await once(child, "message");
  return child;
}

/** Tells a child something and answers what it says; null when it died instead. */
async function ask(child: ChildProcess | undefined, message: OfficeMessage): Promise<Answer | null> {
  if (!child?.connected) return null;
  const answer = Promise.race([
    once(child, "message").then(([said]: unknown[]) => said as Answer),
    once(child, "exit").then(() => null),
  ]);
  child.send(message, () => undefined);
  return answer;
}

function watchFor(look: () => Promise<void>) {
  const stopping = new AbortController();
  const watching = (async () => {
    for (; !stopping.signal.aborted; await delay(5)) await look();
  })();
  return {
    stop: async () => {
      stopping.abort();
      await watching;
    },
  };
}

async function query<Row extends object>(
  database: TestDatabase,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  let rows: readonly Row[] = [];
  await withConnection(database.adminUrl, async (admin) => {
    rows = (await admin.query<Row>(text, [...values])).rows;
  });
  return rows;
}

const counted = (values: readonly string[]) =>
  Object.fromEntries(Object.entries(Object.groupBy(values, (value) => value)).map(([key, of]) => [key, of?.length ?? 0]));
