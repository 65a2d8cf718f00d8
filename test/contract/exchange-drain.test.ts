import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { emit } from "#kit/outbox.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import { stepped } from "../support/exchange/events.ts";
import { identifyOffices, officeDatabase, startOffice } from "../support/exchange/offices.ts";

const NORTH = "provincial-committees/north";
const MINISTRY = "foreign-ministry";

/** `EXCHANGE_EVENTS=10000` is what a relay that was down for a while finds; it prints how long it takes. */
const EVENTS = Number(process.env["EXCHANGE_EVENTS"] ?? 500);
const PER_SUBJECT = 5;

it(`drains ${EVENTS} events that wait, in order, and the lag falls to nothing`, async () => {
  await using northDatabase = await officeDatabase();
  await using ministryDatabase = await officeDatabase();
  const { offices, peers } = await identifyOffices([NORTH, MINISTRY]);
  await using ministry = await startOffice(offices[MINISTRY], peers, { databaseUrl: ministryDatabase.url });
  const lagOf = (text: string) => Number(/hub_outbox_lag_seconds\{.*\} (.*)/.exec(text)?.[1] ?? 0);

  const hourAgo = new Date(Date.now() - 3_600_000);
  // A peer that is not there yet: the events wait, as they do while the network is down.
  await using north = await startOffice(offices[NORTH], new Map(), { databaseUrl: northDatabase.url });
  const events = Array.from({ length: EVENTS }, (_, i) => stepped(MINISTRY, `at_${i % (EVENTS / PER_SUBJECT)}`));
  for (let from = 0; from < EVENTS; from += 500) {
    const some = events.slice(from, from + 500);
    await north.database.open.transaction().execute((tx) => emit(tx, some, hourAgo));
  }
  expect(lagOf(await north.exchange.metrics())).toBeGreaterThanOrEqual(3_600);
  await north.agency.close();

  const began = performance.now();
  await using again = await startOffice(offices[NORTH], peers, { databaseUrl: northDatabase.url });
  let metrics = await again.exchange.metrics();
  for (const end = Date.now() + 300_000; metrics.includes("hub_outbox_pending{") && Date.now() < end; ) {
    await delay(50);
    metrics = await again.exchange.metrics();
  }
  const seconds = (performance.now() - began) / 1_000;
  expect(lagOf(metrics)).toBe(0);
  expect(metrics).toContain(`hub_events_delivered_total{target="foreign-ministry"} ${EVENTS}`);
  if (EVENTS >= 10_000) console.log(`${EVENTS} events in ${seconds.toFixed(1)} s`);

  await withConnection(ministryDatabase.adminUrl, async (admin) => {
    const { rows } = await admin.query(`select subject from (
      select subject, sequence, row_number() over (partition by subject order by position) as place from heard) as heard
      where place <> sequence`);
    expect(rows).toEqual([]);
    const { rows: counted } = await admin.query("select count(*)::integer as heard from heard");
    expect(counted).toEqual([{ heard: EVENTS }]);
  });
  expect(ministry.exchange.name).toBe(MINISTRY);
}, 400_000);
