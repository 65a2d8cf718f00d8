import { GraphQLError } from "graphql";
import { expect, it } from "vitest";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import type { ActOutcome } from "#kit/act-outcome.ts";
import { runAct } from "#kit/acts.ts";
import { openAgencyDatabase } from "#kit/database.ts";
import { emit } from "#kit/outbox.ts";
import { takeStep } from "#kit/take-step.ts";
import { withConnection } from "../../../deploy/local/admin.ts";
import { stepped } from "../../support/exchange/events.ts";
import { clerk, nobody, officeDatabase, type OfficeTables } from "../../support/exchange/offices.ts";

const CLERKS = 200;
const TRANSFERS = 50;
const ACTS_PER_CLERK = 5;
/** In each transfer's own order, so that every clerk meets others at every one. */
const transferOf = (clerkNumber: number, act: number) => `at_${(clerkNumber * 7 + act * 11) % TRANSFERS}`;

it(`of ${CLERKS} clerks at ${TRANSFERS} transfers one each takes the step, and the others hear which version it has`, async () => {
  await using test = await officeDatabase();
  const database = openAgencyDatabase<OfficeTables>({ url: test.url, poolSize: 30 });
  await withConnection(test.adminUrl, async (admin) => {
    await admin.query(`insert into parcel (id, state) select 'at_' || n, 'REQUESTED' from generate_series(0, 49) as n`);
  });

  const review = async (number: number, act: number): Promise<ActOutcome<object>> => {
    const id = transferOf(number, act);
    const lifecycle = transferLifecycle;
    const claims = clerk(`clerk-${number}`);
    const request = { claims, reach: nobody, subject: id, input: { id }, idempotencyKey: `review-${number}-${act}` };
    const step = { table: "parcel", id, expectedVersion: 1, lifecycle, act: "REVIEW_TRANSFER_AT_CELL" } as const;
    try {
      const outcome = await runAct(database, { ...request, act: step.act }, async (tx) => {
        const { version } = await takeStep(tx, step);
        await emit(tx, [stepped("foreign-ministry", id)]);
        return { version };
      });
      // On a busy machine others hold the row for longer than one waits: told so, a clerk asks again.
      return outcome.kind === "conflict" && outcome.currentVersion === null ? await review(number, act) : outcome;
    } catch (error) {
      // 200 callers share 30 connections; whoever got none in a second asks again under the same key.
      if (error instanceof GraphQLError && error.extensions["code"] === "AGENCY_BUSY") return review(number, act);
      throw error;
    }
  };
  const outcomes = await Promise.all(
    Array.from({ length: CLERKS }, async (_, number) => {
      const its: ActOutcome<object>[] = [];
      for (let act = 0; act < ACTS_PER_CLERK; act += 1) its.push(await review(number, act));
      return its;
    }),
  );
  await database.close();

  const all = outcomes.flat();
  expect(all).toHaveLength(CLERKS * ACTS_PER_CLERK);
  expect(all.filter(({ kind }) => kind === "taken")).toHaveLength(TRANSFERS);
  const others = all.filter(({ kind }) => kind !== "taken");
  const conflict = { kind: "conflict", currentVersion: 2, currentState: "CELL_REVIEWED" };
  for (const other of others) expect(other).toMatchObject(conflict);
  await withConnection(test.adminUrl, async (admin) => {
    const { rows } = await admin.query(`select
      (select count(*)::integer from parcel where version = 2 and state = 'CELL_REVIEWED') as parcels,
      (select count(*)::integer from outbox_event) as events, (select count(*)::integer from act_log) as log,
      (select count(*)::integer from act_key) as keys`);
    expect(rows).toEqual([{ parcels: TRANSFERS, events: TRANSFERS, log: TRANSFERS, keys: TRANSFERS }]);
  });
}, 60_000);
