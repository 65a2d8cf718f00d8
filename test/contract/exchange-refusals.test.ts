import { randomUUID, type KeyObject } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { isReceipt, signDelivery } from "#contract/event-signature.ts";
import { EVENTS_MAX, newEventId, type AgencyEvent, type EventOutcome } from "#contract/events.ts";
import { ActRefused } from "#kit/act-outcome.ts";
import { EventEarly, EventRefused } from "#kit/inbox.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import type { TestDatabase } from "../support/database.ts";
import { stepped } from "../support/exchange/events.ts";
import {
  identifyOffices,
  noteHeard,
  officeDatabase,
  startOffice,
  type OfficeIdentity,
  type RunningOffice,
} from "../support/exchange/offices.ts";

const NORTH = "provincial-committees/north";
const SOUTH = "provincial-committees/south";
const MINISTRY = "foreign-ministry";

const message = "Said by the case.";
const impossible = new ActRefused({ kind: "not-allowed", code: "ACT_OUT_OF_STATE", message, nextAct: null });
const busy = new ActRefused({ kind: "conflict", currentVersion: 2, currentState: "LOST", message });

let database: TestDatabase;
let ministry: RunningOffice;
let offices: Readonly<Record<typeof NORTH | typeof SOUTH | typeof MINISTRY, OfficeIdentity>>;

beforeAll(async () => {
  database = await officeDatabase();
  const identified = await identifyOffices([NORTH, SOUTH, MINISTRY]);
  ({ offices } = identified);
  ministry = await startOffice(offices[MINISTRY], identified.peers, {
    databaseUrl: database.url,
    handlers: {
      "transfer.stepped": async (tx, event) => {
        await noteHeard["transfer.stepped"]?.(tx, event);
        if (event.body.reason === "refuse") throw new EventRefused("EVENT_UNEXPECTED");
        if (event.body.reason === "wait") throw new EventEarly();
        if (event.body.reason === "out of state") throw impossible;
        if (event.body.reason === "meet another") throw busy;
        if (event.body.reason === "race") {
          const { rows } = await sql`select from parcel where id = 'raced'`.execute(tx);
          const add = sql`insert into parcel (id, state) values ('raced', 'OPEN')`;
          if (rows.length === 0) await add.execute(ministry.database.open);
          if (rows.length === 0) await add.execute(tx);
        }
        const [, state] = event.body.reason?.split("SQLSTATE ") ?? [];
        if (state) await sql`do ${sql.lit(`begin raise 'said' using errcode = '${state}'; end`)}`.execute(tx);
        if (event.body.reason === "fail") throw new Error("the disk is full");
      },
    },
  });
});
afterAll(async () => {
  await ministry[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});
beforeEach(() =>
  withConnection(database.adminUrl, async (admin) => {
    await admin.query("truncate heard, inbox_event, inbox_sequence");
  }),
);

const eventOf = (change: Partial<AgencyEvent> = {}, reason: string | null = null): object => ({
  id: newEventId(Date.now()),
  source: NORTH,
  sequence: 1,
  occurredAt: new Date().toJSON(),
  ...stepped(MINISTRY, "at_1", reason),
  ...change,
});

interface Sent {
  readonly key?: KeyObject;
  readonly source?: string;
  readonly target?: string;
  readonly created?: number;
  readonly nonce?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends bytes as a source would, with whatever is to be wrong with them. */
function send(body: string, { key, source = NORTH, target = MINISTRY, created, nonce, headers }: Sent = {}) {
  const signed = signDelivery({ path: "/events", body, source, target }, key ?? offices[NORTH].key, {
    created: created ?? Math.floor(Date.now() / 1_000),
    nonce: nonce ?? randomUUID(),
  });
  const url = new URL("/events", ministry.agency.url);
  return fetch(url, { method: "POST", body, headers: { "content-type": "application/json", ...signed, ...headers } });
}

async function outcomesOf(events: readonly object[], sent: Sent = {}): Promise<readonly EventOutcome[]> {
  const response = await send(JSON.stringify({ events }), sent);
  expect(response.status).toBe(200);
  return ((await response.json()) as { outcomes: readonly EventOutcome[] }).outcomes;
}
const verdicts = async (events: readonly object[], sent: Sent = {}) =>
  (await outcomesOf(events, sent)).map((each) => (each.outcome === "refused" ? each.code : each.outcome));

const heard = async () =>
  (await ministry.database.open.selectFrom("heard").select("sequence").orderBy("position").execute()).map(
    ({ sequence }) => sequence,
  );

describe("a delivery that is not known by its signature", () => {
  const body = JSON.stringify({ events: [] });
  const refused = async (response: Response) => {
    const answer = (await response.json()) as { errors: readonly { extensions: { code: string } }[] };
    return [response.status, answer.errors[0]?.extensions.code, response.headers.get("signature")];
  };
  const REFUSED = [401, "AUTH_ENVELOPE_REFUSED", null];

  it.each<[string, () => Promise<Response>]>([
    ["unsigned", () => fetch(new URL("/events", ministry.agency.url), { method: "POST", body })],
    ["of another key", () => send(body, { key: offices[SOUTH].key })],
    ["of nobody known", () => send(body, { source: "labour-ministry" })],
    ["for somebody else", () => send(body, { target: SOUTH })],
    ["of a minute ago", () => send(body, { created: Math.floor(Date.now() / 1_000) - 60 })],
    ["with the digest of other bytes", () => send(body, { headers: { "content-digest": "sha-256=:AAAA=:" } })],
    ["with two signatures", () => send(body, { headers: { signature: "events=:AAAA:, events=:BBBB:" } })],
    ["of bytes that are no delivery", () => send("not json")],
    ["of too many events", () => send(JSON.stringify({ events: Array.from({ length: EVENTS_MAX + 1 }, () => ({})) }))],
  ])("is refused in the same words and unsigned: %s", async (_, call) => {
    expect(await refused(await call())).toEqual(REFUSED);
  });

  it("is refused when it is played again, and has had its effect once", async () => {
    const sent = { nonce: randomUUID(), created: Math.floor(Date.now() / 1_000) };
    const again = JSON.stringify({ events: [eventOf()] });
    expect((await send(again, sent)).status).toBe(200);
    expect((await send(again, sent)).status).toBe(401);
    expect(await heard()).toEqual([1]);
  });

  it("is larger than a delivery may be", async () => {
    expect((await send(" ".repeat(1_000_001))).status).toBe(413);
  });

  it("is answered at its own address only", async () => {
    const elsewhere = await fetch(new URL("/events", ministry.agency.url));
    expect(elsewhere.status).toBe(404);
  });
});

describe("an event", () => {
  it("is answered for with the receiver's signature", async () => {
    const nonce = randomUUID();
    const response = await send(JSON.stringify({ events: [eventOf()] }), { nonce });
    const bytes = Buffer.from(await response.arrayBuffer());
    const { publicKey } = offices[MINISTRY].peer;
    const expected = { receiver: MINISTRY, nonce, key: publicKey };
    expect(isReceipt(bytes, Object.fromEntries(response.headers), expected)).toBe(true);
  });

  it("has its effect once, however often it is told", async () => {
    const event = eventOf();
    expect(await verdicts([event, event])).toEqual(["accepted", "duplicate"]);
    expect(await verdicts([event])).toEqual(["duplicate"]);
    expect(await heard()).toEqual([1]);
  });

  it("waits for its turn, and is taken when the one before it has come", async () => {
    const [first, second, third] = [1, 2, 3].map((sequence) => eventOf({ sequence }));
    expect(await verdicts([third ?? {}, second ?? {}])).toEqual(["early", "early"]);
    expect(await verdicts([first ?? {}, third ?? {}, second ?? {}])).toEqual(["accepted", "early", "accepted"]);
    expect(await verdicts([third ?? {}])).toEqual(["accepted"]);
    expect(await heard()).toEqual([1, 2, 3]);
  });

  it("has a sequence of its own for each source and subject", async () => {
    const south = { key: offices[SOUTH].key, source: SOUTH };
    expect(await verdicts([eventOf(), eventOf({ subject: "at_2" })])).toEqual(["accepted", "accepted"]);
    expect(await verdicts([eventOf({ source: SOUTH })], south)).toEqual(["accepted"]);
  });

  it.each<[string, () => object, string]>([
    ["told by one source in another's name", () => eventOf({ source: SOUTH }), "EVENT_MISDIRECTED"],
    ["meant for another target", () => eventOf({ target: SOUTH }), "EVENT_MISDIRECTED"],
    ["of a kind that the agency does not take", () => ({ ...eventOf(), kind: "directory.read", body: { changeId: "a", committee: "b", readOn: "2026-01-01" } }), "EVENT_UNEXPECTED"],
    ["that is not as the contract has it", () => ({ ...eventOf(), religion: "x" }), "EVENT_MALFORMED"],
    ["that the agency will never take", () => eventOf({}, "refuse"), "EVENT_UNEXPECTED"],
    ["of a step that the case does not allow", () => eventOf({}, "out of state"), "EVENT_UNEXPECTED"],
    ["that says what is there already", () => eventOf({}, "SQLSTATE 23505"), "EVENT_UNEXPECTED"],
    ["that rests on what is not there", () => eventOf({}, "SQLSTATE 23503"), "EVENT_UNEXPECTED"],
    ["that says what no column takes", () => eventOf({}, "SQLSTATE 22021"), "EVENT_UNEXPECTED"],
    ["that says what no row may say", () => eventOf({}, "SQLSTATE 23514"), "EVENT_UNEXPECTED"],
  ])("is refused for good: %s", async (_, event, code) => {
    expect(await verdicts([event()])).toEqual([code]);
    expect(await heard()).toEqual([]);
  });

  it("is refused when another one came under its id or in its place", async () => {
    const event = eventOf();
    expect(await verdicts([event])).toEqual(["accepted"]);
    expect(await verdicts([{ ...event, body: stepped(MINISTRY, "at_1", "altered").body }])).toEqual(["EVENT_ALTERED"]);
    expect(await verdicts([eventOf()])).toEqual(["EVENT_ALTERED"]);
    expect(await verdicts([{ ...event, sequence: 2 }])).toEqual(["EVENT_ALTERED"]);
    expect(await heard()).toEqual([1]);
  });

  it("that rests on another one leaves nothing and comes again, as one that came before its turn", async () => {
    expect(await verdicts([eventOf({}, "wait")])).toEqual(["early"]);
    expect(await heard()).toEqual([]);
    expect(await verdicts([eventOf()])).toEqual(["accepted"]);
  });

  it("that met a row as it was written is taken with that row there, and once", async () => {
    const event = eventOf({}, "race");
    const told = await Promise.all([verdicts([event]), verdicts([event])]);
    expect(told.flat().toSorted()).toEqual(["accepted", "duplicate"]);
    expect(await heard()).toEqual([1]);
  });

  it.each(["40001", "40P01", "55P03", "57P01", "53200"])("comes again after PostgreSQL's %s", async (state) => {
    expect(await verdicts([eventOf({}, `SQLSTATE ${state}`)])).toEqual([]);
    expect(await verdicts([eventOf()])).toEqual(["accepted"]);
  });

  it("leaves nothing and is not answered for when the agency itself fails; those beside it are taken", async () => {
    const failing = [eventOf({}, "fail"), eventOf({ subject: "at_3" }, "meet another")];
    expect(await verdicts([...failing, eventOf({ subject: "at_2" })])).toEqual(["accepted"]);
    expect(await heard()).toEqual([1]);
    expect(await verdicts([eventOf()])).toEqual(["accepted"]);
  });
});
