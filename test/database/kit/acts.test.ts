import type { Kysely } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { transferLifecycle } from "#contract/lifecycles/transfer.ts";
import { ActRefused, resultOf } from "#kit/act-outcome.ts";
import { forgetKeys, runAct } from "#kit/acts.ts";
import { openAgencyDatabase, type AgencyDatabase } from "#kit/database.ts";
import { emit, pendingDeliveries } from "#kit/outbox.ts";
import { takeStep } from "#kit/take-step.ts";
import { withConnection } from "../../../deploy/local/admin.ts";
import type { TestDatabase } from "../../support/database.ts";
import { stepped } from "../../support/exchange/events.ts";
import { clerk, nobody, officeDatabase, type OfficeTables } from "../../support/exchange/offices.ts";

let test: TestDatabase;
let database: AgencyDatabase<OfficeTables>;

beforeAll(async () => {
  test = await officeDatabase();
  database = openAgencyDatabase<OfficeTables>({ url: test.url, poolSize: 20 });
});
afterAll(async () => {
  await database.close();
  await test[Symbol.asyncDispose]();
});
beforeEach(() =>
  withConnection(test.adminUrl, async (admin) => {
    await admin.query("truncate parcel, act_key, act_log, outbox_event, outbox_body, outbox_sequence");
    await admin.query("insert into parcel (id, state, version) values ('at_1', 'REQUESTED', 3)");
  }),
);

let keys = 0;
const newKey = () => `act-key-${(keys += 1)}`;

interface Try {
  readonly idempotencyKey?: string;
  readonly expectedVersion?: number;
  readonly act?: "REVIEW_TRANSFER_AT_CELL" | "CLOSE_TRANSFER" | "REQUEST_TRANSFER";
  readonly who?: string;
  readonly vouchedBy?: string;
  readonly id?: string;
  readonly atItsEnd?: () => Promise<void>;
}

/** Reviews the transfer at the cell and tells the ministry. */
const review = ({ idempotencyKey = newKey(), expectedVersion = 3, act = "REVIEW_TRANSFER_AT_CELL", who = "clerk-1", vouchedBy = "urn:test:issuer", id = "at_1", atItsEnd }: Try = {}) =>
  runAct(
    database,
    { claims: { ...clerk(who), issuer: vouchedBy }, reach: nobody, act, subject: id, input: { id, expectedVersion }, idempotencyKey },
    async (tx) => {
      const { version } = await takeStep(tx, { table: "parcel", id, expectedVersion, lifecycle: transferLifecycle, act });
      await emit(tx, [stepped("foreign-ministry", id)]);
      await atItsEnd?.();
      return { transferId: id, version };
    },
  );

const counts = async () => {
  let row: Record<string, number> = {};
  await withConnection(test.adminUrl, async (admin) => {
    const { rows } = await admin.query<Record<string, number>>(`select
      (select count(*)::integer from act_key) as keys, (select count(*)::integer from act_log) as log,
      (select count(*)::integer from outbox_event) as events, (select count(*)::integer from outbox_body) as bodies,
      (select version from parcel where id = 'at_1') as version`);
    row = rows[0] ?? {};
  });
  return row;
};
const untouched = { keys: 0, log: 0, events: 0, bodies: 0, version: 3 };
const once = { keys: 1, log: 1, events: 1, bodies: 1, version: 4 };

describe("an act", () => {
  it("changes the row, notes itself and puts its event into the outbox in one transaction", async () => {
    expect(await review()).toEqual({ kind: "taken", answer: { transferId: "at_1", version: 4 }, isRepetition: false });
    expect(await counts()).toEqual(once);
    expect(await pendingDeliveries(database.open, ["at_1"])).toMatchObject([
      { target: "foreign-ministry", events: 1, isParked: false },
    ]);
  });

  it("leaves nothing when it fails at its end", async () => {
    await expect(review({ atItsEnd: () => Promise.reject(new Error("the disk is full")) })).rejects.toThrow("the disk is full");
    expect(await counts()).toEqual(untouched);
  });

  it("leaves nothing when a guard refuses it at its end", async () => {
    const refusal = { kind: "guard-failed", guard: "FEE_MONTH_STATED", message: "No month.", legalBasisCode: "QD-294" } as const;
    expect(await review({ atItsEnd: () => Promise.reject(new ActRefused(refusal)) })).toEqual(refusal);
    expect(await counts()).toEqual(untouched);
  });

  it("keeps of its caller the organization and the purpose, never a name", async () => {
    await review();
    await withConnection(test.adminUrl, async (admin) => {
      const { rows } = await admin.query("select act, subject, organization, purpose, trace_id from act_log");
      expect(rows).toEqual([
        { act: "REVIEW_TRANSFER_AT_CELL", subject: "at_1", organization: "office", purpose: null, trace_id: "trace-1" },
      ]);
    });
  });
});

describe("the key of an act", () => {
  it("gives the same answer again without another effect", async () => {
    await review({ idempotencyKey: "the-same-key" });
    const again = await review({ idempotencyKey: "the-same-key" });
    expect(again).toEqual({ kind: "taken", answer: { transferId: "at_1", version: 4 }, isRepetition: true });
    expect(await counts()).toEqual(once);
  });

  it("is refused for another input, and is another caller's own", async () => {
    await review({ idempotencyKey: "the-same-key" });
    expect(await review({ idempotencyKey: "the-same-key", expectedVersion: 4 })).toMatchObject({
      kind: "input-refused",
      field: "idempotencyKey",
      code: "ACT_KEY_REUSED",
    });
    expect(await review({ idempotencyKey: "the-same-key", who: "clerk-2" })).toMatchObject({ kind: "conflict" });
  });

  it("is not shared by callers of one name for whom two issuers vouch, nor by names that read alike together", async () => {
    await review({ idempotencyKey: "the-same-key" });
    const vouchedBy = "urn:test:other-issuer";
    expect(await review({ idempotencyKey: "the-same-key", vouchedBy })).toMatchObject({ kind: "conflict" });
    expect(await review({ idempotencyKey: "the-same-key" })).toMatchObject({ kind: "taken", isRepetition: true });
    const act = (organization: string, subject: string) =>
      runAct(
        database,
        { claims: { ...clerk(subject), organization }, reach: nobody, act: "X", subject: "x", input: {}, idempotencyKey: "a-key-of-two" },
        async () => ({}),
      );
    expect(await act("office one", "clerk")).toMatchObject({ isRepetition: false });
    expect(await act("office", "one clerk")).toMatchObject({ isRepetition: false });
  });

  it("is free again after a refusal", async () => {
    expect(await review({ idempotencyKey: "the-same-key", expectedVersion: 2 })).toMatchObject({ kind: "conflict" });
    expect(await review({ idempotencyKey: "the-same-key" })).toMatchObject({ kind: "taken" });
  });

  it("acts once when it comes twenty times at once", async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => review({ idempotencyKey: "the-same-key" })));
    const taken = all.filter((outcome) => outcome.kind === "taken");
    expect(taken.filter(({ isRepetition }) => !isRepetition)).toHaveLength(1);
    expect(all.every(({ kind }) => kind === "taken" || kind === "conflict")).toBe(true);
    expect(await counts()).toEqual(once);
  });

  it.each([["short"], ["x".repeat(65)], ["with space"]])("is not %j", async (idempotencyKey) => {
    expect(await review({ idempotencyKey })).toMatchObject({ kind: "input-refused", code: "ACT_KEY_MALFORMED" });
  });

  it("is kept for thirty days", async () => {
    await review({ idempotencyKey: "the-same-key" });
    const dayLater = (days: number) => new Date(Date.now() + days * 86_400_000);
    await forgetKeys(database.open as unknown as Kysely<unknown>, dayLater(29));
    expect(await review({ idempotencyKey: "the-same-key" })).toMatchObject({ kind: "taken", isRepetition: true });
    await forgetKeys(database.open as unknown as Kysely<unknown>, dayLater(31));
    expect(await review({ idempotencyKey: "the-same-key" })).toMatchObject({ kind: "conflict", currentVersion: 4 });
  });

  it("does not depend on the order in which a client writes its input", async () => {
    const act = (input: object) =>
      runAct(
        database,
        { claims: clerk("a"), reach: nobody, act: "X", subject: "x", input, idempotencyKey: "ordered-key" },
        async () => ({ ok: true }),
      );
    await act({ a: 1, b: { c: 2, d: [3, 4] } });
    expect(await act({ b: { d: [3, 4], c: 2 }, a: 1 })).toMatchObject({ kind: "taken", isRepetition: true });
    expect(await act({ b: { d: [4, 3], c: 2 }, a: 1 })).toMatchObject({ code: "ACT_KEY_REUSED" });
  });
});

describe("a step", () => {
  it("is a conflict that names version and state when somebody was faster", async () => {
    await review();
    expect(await review()).toEqual({
      kind: "conflict",
      currentVersion: 4,
      currentState: "CELL_REVIEWED",
      message: "The case has moved on: it is at version 4, in state CELL_REVIEWED.",
    });
  });

  it("is not allowed in a state that it does not leave, and says what is awaited", async () => {
    expect(await review({ act: "CLOSE_TRANSFER" })).toMatchObject({
      kind: "not-allowed",
      code: "ACT_OUT_OF_STATE",
      nextAct: "REVIEW_TRANSFER_AT_CELL",
    });
  });

  it("is not allowed on what is not there", async () => {
    expect(await review({ id: "at_2" })).toMatchObject({ kind: "not-allowed", code: "ACT_NOT_BEGUN", nextAct: null });
  });
});

describe("the result of a mutation", () => {
  it("is a member of its union under the agency's prefix", async () => {
    const taken = resultOf("Home", "TransferStepTaken", await review());
    expect(taken).toEqual({ __typename: "TransferStepTaken", transferId: "at_1", version: 4 });
    expect(resultOf("Home", "TransferStepTaken", await review())).toMatchObject({ __typename: "HomeActConflict" });
  });
});
