import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { vi } from "vitest";
import { personas, type Persona } from "../../gateway/identity/personas.ts";
import { startTestHub, type HubPart, type Impersonation, type TestHub } from "./hub.ts";
import { documentOf, type StoryResult } from "./story-acts.ts";

/** The parts that keep cases of persons. */
const OF_PERSONS = ["foreign-ministry", "north", "centre", "south"] as const satisfies readonly HubPart[];

/** All that tell each other what they do. */
const OFFICES = ["organization-commission", ...OF_PERSONS] as const;

/** The whole hub under a clock that the story sets, with its agencies telling each other what they do. */
export interface Story extends AsyncDisposable {
  readonly hub: TestHub;
  /** Lets time pass until a morning in Viet Nam, for the processes and for what databases show by the day. */
  readonly passTo: (day: string) => Promise<void>;
  /** Takes an act through the gateway, under a key of its own and for PTC-79 unless the input says otherwise. */
  readonly act: (as: Impersonation, act: string, input: object) => Promise<StoryResult>;
  /** Asks through the gateway; rejects when anything of the answer failed. */
  readonly ask: <Data>(as: Impersonation, query: string, variables?: object) => Promise<Data>;
  /** Waits until nobody has anything to tell any more. Rejects when somebody has refused what they were told. */
  readonly settle: () => Promise<void>;
  /** Looks into a part's database, or prepares it, past all rules. */
  readonly sql: <Row>(part: HubPart, text: string, values?: readonly unknown[]) => Promise<readonly Row[]>;
}

/** A persona as a story needs it: for its own purpose, or with something changed. */
export const as = (persona: string, purpose: Impersonation["purpose"] & string, changed: Partial<Persona> = {}): Impersonation => {
  const known = personas.find(({ name }) => name === persona);
  if (!known) throw new Error(`There is no persona ${persona}.`);
  return { persona: { ...known, ...changed }, purpose };
};

/** Starts the hub on the morning of a day. */
export async function startStory(day: string): Promise<Story> {
  await using starting = new AsyncDisposableStack();
  vi.useFakeTimers({ toFake: ["Date"], now: morningOf(day) });
  starting.defer(() => void vi.useRealTimers());
  const hub = starting.use(await startTestHub({ isExchanging: true }));
  const clients = new Map<HubPart, Client>();
  for (const part of OFFICES) {
    const client = new Client({ connectionString: hub.adminUrlOf(part) });
    await client.connect();
    starting.defer(() => client.end());
    clients.set(part, client);
  }
  const sql: Story["sql"] = async (part, text, values = []) =>
    ((await clients.get(part)?.query(text, [...values]))?.rows ?? []) as never;
  const passTo = async (to: string) => {
    vi.setSystemTime(morningOf(to));
    for (const part of OFFICES) await sql(part, shownSince(to));
  };
  await passTo(day);
  const ask: Story["ask"] = async (caller, query, variables = {}) => {
    const { data, errors } = await hub.ask(query, variables, caller);
    if (errors || !data) throw new Error(JSON.stringify(errors));
    return data as never;
  };
  const act: Story["act"] = async (caller, name, input) => {
    const { text, fields } = documentOf(name);
    const whole = { ...(fields.has("committee") && { committee: "PTC-79" }), idempotencyKey: randomUUID(), ...input };
    return (await ask<{ result: StoryResult }>(caller, text, { input: whole })).result;
  };
  const started = starting.move();
  return {
    hub,
    passTo,
    act,
    ask,
    settle: () => settle(sql),
    sql,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  };
}

const morningOf = (day: string) => new Date(`${day}T08:00:00+07:00`);

/** Databases have a clock of their own, by which moves that are over are shown for some time. */
const shownSince = (day: string) =>
  `create or replace function shown_since() returns date language sql stable
     as $$ select date '${day}' - days_after_end from visibility_policy $$`;

const SETTLE_MS_MAX = 15_000;

/** Nothing waits and nothing has happened while that was looked at. */
async function settle(sql: Story["sql"]): Promise<void> {
  const until = performance.now() + SETTLE_MS_MAX;
  for (let before = ""; ; ) {
    const looks = [];
    for (const part of OFFICES) looks.push(...(await sql<Look>(part, LOOK)));
    const parked = looks.flatMap(({ refused }) => refused ?? []);
    if (parked.length > 0) throw new Error(`Somebody refused what they were told: ${parked.join(", ")}.`);
    const now = looks.map(({ position }) => position).join(" ");
    const isQuiet = looks.every(({ waiting }) => waiting === null);
    if (isQuiet && now === before) return;
    before = isQuiet ? now : "";
    const waiting = looks.flatMap(({ waiting: kinds }) => kinds ?? []).join(", ");
    if (performance.now() > until) throw new Error(`The hub does not come to rest: ${waiting} wait.`);
    await delay(20);
  }
}

interface Look {
  readonly position: string;
  readonly waiting: readonly string[] | null;
  readonly refused: readonly string[] | null;
}

const LOOK = `
  select coalesce((select max(position) from act_log), 0)::text as position,
    array_agg(kind || ' to ' || target) as waiting,
    array_agg(kind || ' by ' || target || ' with ' || parked_because) filter (where parked_at is not null) as refused
  from outbox_event`;
