import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Kysely } from "kysely";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { signReceipt } from "#contract/event-signature.ts";
import { DELIVERY_BYTES_MAX, type AgencyEvent, type EventOutcome } from "#contract/events.ts";
import { openDatabase } from "#kit/database.ts";
import { emit, hurryEvents, outboxDepths } from "#kit/outbox.ts";
import { delayAfter, relayTo, type RelayRound } from "#kit/relay.ts";
import { eventsCommand } from "../../../deploy/commands/events.ts";
import { withConnection } from "../../../deploy/local/admin.ts";
import type { TestDatabase } from "../../support/database.ts";
import { handedOver, stepped } from "../../support/exchange/events.ts";
import { officeDatabase } from "../../support/exchange/offices.ts";

const TARGET = "foreign-ministry";
const own = generateKeyPairSync("ed25519");
const theirs = generateKeyPairSync("ed25519");

/** What the peer answers for an event; undefined: not a word about it. */
type Verdict = (event: AgencyEvent) => Partial<EventOutcome> | undefined;

let [database, db, server]: [TestDatabase?, Kysely<unknown>?, Server?] = [];
let verdict: Verdict;
let peerUrl: string;
let receiptKey = theirs.privateKey;
let told: AgencyEvent[] = [];
let deliveryBytes: number[] = [];
let [now, logged]: [Date, { level: string; facts: object }[]] = [new Date(), []];

beforeAll(async () => {
  database = await officeDatabase();
  db = openDatabase<unknown>({ url: database.url, poolSize: 8 });
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      deliveryBytes.push(bytes.length);
      const { events } = JSON.parse(bytes.toString("utf8")) as { events: AgencyEvent[] };
      told.push(...events);
      const outcomes = events.flatMap((event) => {
        const outcome = verdict(event);
        return outcome ? [{ id: event.id, ...outcome }] : [];
      });
      const nonce = /nonce="([^"]+)"/.exec(String(request.headers["signature-input"]))?.[1] ?? "";
      const body = JSON.stringify({ outcomes });
      response.writeHead(200, { ...signReceipt(body, TARGET, nonce, receiptKey) }).end(body);
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  peerUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await db?.destroy();
  server?.close();
  await database?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  [now, logged, told, receiptKey] = [new Date("2026-03-02T00:00:00Z"), [], [], theirs.privateKey];
  deliveryBytes = [];
  verdict = () => ({ outcome: "accepted" });
  await withConnection(database?.adminUrl ?? "", async (admin) => {
    await admin.query("truncate outbox_event, outbox_body, outbox_sequence");
  });
});

const round = (): Promise<RelayRound> => {
  const peer = { url: peerUrl, publicKey: theirs.publicKey };
  return relayTo(TARGET, peer, {
    db: db as Kysely<unknown>,
    sender: { name: "provincial-committees/north", key: own.privateKey },
    peers: new Map([[TARGET, peer]]),
    log: {
      warn: (facts) => logged.push({ level: "warn", facts }),
      error: (facts) => logged.push({ level: "error", facts }),
    },
    now: () => now,
    random: () => 0,
  });
};
const tell = (...subjects: readonly string[]) =>
  db?.transaction().execute((tx) => emit(tx, subjects.map((subject) => stepped(TARGET, subject)), now));
const later = (ms: number) => void (now = new Date(now.valueOf() + ms));
const waiting = async () => (await outboxDepths(db as Kysely<unknown>, now))[0] ?? { pending: 0, parked: 0, lagSeconds: 0 };
const HOUR = 3_600_000;

describe("the delays of a relay", () => {
  it("double from a second to ten minutes, and are shortened by chance by less than a half", () => {
    const delays = [0, 1, 2, 5, 9, 10, 50].map((attempts) => delayAfter(attempts, 0) / 1_000);
    expect(delays).toEqual([1, 2, 4, 32, 512, 600, 600]);
    expect(delayAfter(50, 0.999)).toBeGreaterThan(300_000);
  });

  it("end when the target answers again", async () => {
    verdict = () => undefined;
    await tell("at_1", "at_2");
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await round();
      later(10_000);
    }
    verdict = () => ({ outcome: "accepted" });
    await round();
    expect(await waiting()).toMatchObject({ pending: 0 });

    verdict = () => undefined;
    await tell("at_3");
    await round();
    verdict = () => ({ outcome: "accepted" });
    expect((await round()).delivered).toBe(0);
    await hurryEvents(db as Kysely<unknown>, TARGET, now);
    expect((await round()).delivered).toBe(1);
  });

  it("are kept between the attempts, and an event is not tried before", async () => {
    verdict = () => undefined;
    await tell("at_1");
    for (const seconds of [1, 2, 4, 8]) {
      expect((await round()).delivered).toBe(0);
      later(seconds * 1_000 - 1);
      const before = told.length;
      await round();
      expect(told).toHaveLength(before);
      later(1);
    }
    expect(told).toHaveLength(4);
  });
});

describe("what a relay takes out of the outbox", () => {
  it("goes in as many deliveries as the target can take, however large the files in them are", async () => {
    const aliases = Array.from({ length: 20 }, () => "ệ".repeat(200));
    const subjects = Array.from({ length: 90 }, (_, index) => `at_${index}`);
    const files = subjects.map((subject) => handedOver(TARGET, subject, { aliases }));
    await db?.transaction().execute((tx) => emit(tx, files, now));
    const rounds = [await round(), await round()];
    expect(rounds[0]).toMatchObject({ isReached: true, hasMore: true });
    expect(told.map(({ subject }) => subject)).toEqual(subjects);
    expect(deliveryBytes).toHaveLength(2);
    expect(Math.max(...deliveryBytes)).toBeLessThanOrEqual(DELIVERY_BYTES_MAX);
    expect(Math.max(...deliveryBytes)).toBeGreaterThan(0.95 * DELIVERY_BYTES_MAX);
  });

  it("is what the target accepted or had already, and nothing else", async () => {
    const outcomes: Record<string, Partial<EventOutcome> | undefined> = {
      at_accepted: { outcome: "accepted" },
      at_duplicate: { outcome: "duplicate" },
      at_early: { outcome: "early" },
      at_silence: undefined,
    };
    verdict = ({ subject }) => outcomes[subject];
    await tell(...Object.keys(outcomes));
    expect(await round()).toEqual({ delivered: 2, isReached: true, hasMore: true });
    expect(await waiting()).toMatchObject({ pending: 2, parked: 0 });
  });

  it("is nothing when the receipt is signed by another", async () => {
    receiptKey = own.privateKey;
    await tell("at_1");
    expect(await round()).toEqual({ delivered: 0, isReached: false, hasMore: false });
    expect(await waiting()).toMatchObject({ pending: 1 });
  });

  it("is one event of each subject at a time, the oldest", async () => {
    await tell("at_1", "at_1", "at_2");
    await round();
    expect(told.map(({ subject, sequence }) => [subject, sequence])).toEqual([["at_1", 1], ["at_2", 1]]);
    await round();
    expect(told.at(-1)).toMatchObject({ subject: "at_1", sequence: 2 });
  });

  it("is nothing behind an event that waits, while other subjects go on", async () => {
    verdict = ({ subject }) => (subject === "at_1" ? undefined : { outcome: "accepted" });
    await tell("at_1", "at_1", "at_2", "at_2");
    await round();
    await round();
    expect(told.map(({ subject, sequence }) => `${subject} ${sequence}`)).toEqual(["at_1 1", "at_2 1", "at_2 2"]);
  });

  it("is told once by two relays at once", async () => {
    await tell(...Array.from({ length: 300 }, (_, i) => `at_${i % 50}`));
    while ((await Promise.all([round(), round(), round()])).some(({ hasMore }) => hasMore));
    expect(told).toHaveLength(300);
    for (let i = 0; i < 50; i += 1) {
      const sequences = told.filter(({ subject }) => subject === `at_${i}`).map(({ sequence }) => sequence);
      expect(sequences).toEqual([1, 2, 3, 4, 5, 6]);
    }
  });
});

describe("a parked event", () => {
  it("has been tried for 24 hours, and asks for an operator in one line", async () => {
    verdict = () => undefined;
    await tell("at_1", "at_2");
    await round();
    later(24 * HOUR - 1);
    await round();
    expect(await waiting()).toMatchObject({ pending: 2, parked: 0 });
    later(HOUR);
    await round();
    expect(await waiting()).toMatchObject({ pending: 0, parked: 2 });
    const alarms = logged.filter(({ level }) => level === "error");
    expect(alarms).toHaveLength(1);
    expect(alarms[0]?.facts).toMatchObject({ parked: [{ because: "EVENT_NOT_DELIVERED" }, { because: "EVENT_NOT_DELIVERED" }] });
    later(48 * HOUR);
    await round();
    expect(told).toHaveLength(6);
  });

  it("is not one that waited because the relay was down", async () => {
    await tell("at_1");
    later(72 * HOUR);
    expect((await waiting()).lagSeconds).toBe(72 * 3_600);
    verdict = () => undefined;
    await round();
    expect(await waiting()).toMatchObject({ pending: 1, parked: 0 });
  });

  it("is one that the target refuses, at once, and holds back what follows about its subject", async () => {
    verdict = ({ subject }) => (subject === "at_1" ? { outcome: "refused", code: "EVENT_UNEXPECTED" } : { outcome: "accepted" });
    await tell("at_1", "at_1", "at_2");
    await round();
    later(HOUR);
    await round();
    expect(told.map(({ subject }) => subject)).toEqual(["at_1", "at_2"]);
    expect(await waiting()).toMatchObject({ pending: 1, parked: 1 });
  });
});

describe("hub events", () => {
  const NORTH = "provincial-committees/north";
  const said: string[] = [];
  const run = async (...args: string[]) => {
    said.length = 0;
    await eventsCommand.parseAsync(args, { from: "user" });
    return said.join("\n");
  };
  const park = async (...subjects: string[]) => {
    verdict = () => ({ outcome: "refused", code: "EVENT_UNEXPECTED" });
    await tell(...subjects);
    await round();
    verdict = () => ({ outcome: "accepted" });
  };
  const notes = () =>
    withConnection(database?.adminUrl ?? "", async (admin) => {
      const { rows } = await admin.query<{ note: string }>(
        `select concat_ws(' ', act, subject, organization, purpose) as note from act_log order by subject`,
      );
      return rows.map(({ note }) => note);
    });
  beforeEach(async () => {
    vi.stubEnv("PROVINCIAL_COMMITTEES_NORTH_DATABASE_URL", database?.url);
    vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line));
    await withConnection(database?.adminUrl ?? "", (admin) => admin.query("truncate act_log"));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    process.exitCode = undefined;
  });

  it("lists what is parked and what waits behind it, and nothing of what an event says", async () => {
    await park("at_1", "at_1");
    await tell("at_2");
    const line = /^ {2}[0-9a-f-]{36} {2}to foreign-ministry {2}transfer\.stepped {2}at_1 {2}\d+ h \d+ min old, 1 attempts, EVENT_UNEXPECTED, 1 waiting behind it$/;
    const [head, ...lines] = (await run("parked")).split("\n");
    expect([head, lines]).toEqual([`${NORTH}: 1 parked`, [expect.stringMatching(line)]]);
    expect(said.join()).not.toContain("PRESENTED");
  });

  it("releases one, with what waits behind it, and notes that", async () => {
    await park("at_1", "at_1", "at_2");
    const id = /^ {2}(\S+) .* at_1 /m.exec(await run("parked", NORTH))?.[1] ?? "";
    expect(await run("release", NORTH, id)).toBe(`released ${id}  to foreign-ministry  transfer.stepped  at_1  parked because EVENT_UNEXPECTED`);
    expect(process.exitCode).toBeUndefined();
    later(365 * 24 * HOUR);
    await round();
    await round();
    expect(await waiting()).toMatchObject({ pending: 0, parked: 1 });
    expect(await notes()).toEqual([`RELEASE_EVENT at_1 ${NORTH}`]);
    expect(await run("release", NORTH, id)).toBe(`${NORTH} has no such parked event.`);
    expect(process.exitCode).toBe(1);
  });

  it("releases all of a target and of no other, and wakes the relay", async () => {
    await park("at_1", "at_2");
    const listener = new Client({ connectionString: database?.url });
    await listener.connect();
    const heard = once(listener, "notification");
    await listener.query("listen outbox");
    expect(await run("release", NORTH, "--target", "organization-commission")).toContain("no such parked event");
    expect((await run("release", NORTH, "--target", TARGET)).split("\n")).toHaveLength(2);
    expect(await heard).toMatchObject([{ channel: "outbox", payload: TARGET }]);
    await listener.end();
    expect(await notes()).toEqual([`RELEASE_EVENT at_1 ${NORTH}`, `RELEASE_EVENT at_2 ${NORTH}`]);
  });

  it.each([
    [["release", NORTH], "Name one event by its id"],
    [["release", NORTH, "01890000-0000-7000-8000-000000000000", "--target", TARGET], "and not both"],
    [["parked", "audit-log"], "No agency audit-log tells others of events"],
    [["parked", "foreign-ministry"], "FOREIGN_MINISTRY_DATABASE_URL must say where the database is"],
  ])("%j is refused with what is missing", async (args, message) => {
    await park("at_1");
    await expect(run(...args)).rejects.toThrow(message);
    expect(await waiting()).toMatchObject({ parked: 1 });
  });
});
