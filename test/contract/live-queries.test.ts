import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readRegisteredOperations } from "#contract/registered-operations.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import { startTestHub, type Impersonation, type TestHub } from "../support/hub.ts";
import { openStream, type LiveStream } from "../support/live-stream.ts";

let hub: TestHub;
beforeAll(async () => void (hub = await startTestHub({ isRegistered: true })), 120_000);
afterAll(() => hub[Symbol.asyncDispose]());

const operations = readRegisteredOperations(new URL("../../schema/operations/", import.meta.url));
const arrivals = operations.find(({ name }) => name === "ArrivalsNotReceived")?.documentId;
const officer: Impersonation = { persona: "foreign-ministry-officer", purpose: "OVERSEAS_MANAGEMENT" };
const secretary: Impersonation = { persona: "overseas-secretary", purpose: "OVERSEAS_MANAGEMENT" };

const open = async (as: Impersonation, headers: Record<string, string> = {}): Promise<LiveStream> =>
  openStream(new URL("/graphql/live", hub.url), {
    headers: { ...(await hub.headersFor(as)), ...headers },
    body: { documentId: arrivals, variables: { first: 5 } },
  });

/** Changes the ministry's register as an act would: the rows, and a line in its log. */
const act = (change: string) =>
  withConnection(hub.databaseUrlOf("foreign-ministry"), async (ministry) => {
    await ministry.query("begin; select set_config('app.is_registrar', 'true', true)");
    await ministry.query(change);
    await ministry.query(`insert into act_log (act, subject, organization, trace_id, acted_at)
      values ('RECEIVE_ABROAD', 'oa_test', 'foreign-ministry', 'trace', now())`);
    await ministry.query("commit");
  });
const someNotice = "(select min(id) from overseas_assignment where state = 'NOTIFIED_MFA')";
const moveOn = `update overseas_assignment set purpose = case purpose when 'WORK' then 'STUDY' else 'WORK' end
  where id = (select id from overseas_assignment where state = 'NOTIFIED_MFA' order by expected_return_on, id limit 1)`;

describe("a live work list", () => {
  it("begins with the answer of today, and sends another one after an act that changes it", async () => {
    await using stream = await open(officer);
    const first = await stream.next();
    expect(first.answer).toMatchObject({ data: { assignments: { totalCount: expect.any(Number) } } });
    await act(moveOn);
    const second = await stream.next();
    expect(second.id).not.toBe(first.id);
    expect(second.answer).not.toEqual(first.answer);
  });

  it("says nothing after an act that changes nothing for this caller", async () => {
    await using stream = await open(officer);
    await stream.next();
    await act(`select ${someNotice}`);
    await delay(2_500);
    expect(stream.waiting()).toBe(0);
  });

  it("shows each caller their own rows, at every event", async () => {
    await using mine = await open(officer);
    await using theirs = await open(secretary);
    const text = operations.find(({ documentId }) => documentId === arrivals)?.text ?? "";
    const askedBy = async (as: Impersonation) => ({ data: (await hub.ask(text, { first: 5 }, as)).data });
    const [all, some] = [await mine.next(), await theirs.next()];
    expect(all.answer).toMatchObject(await askedBy(officer));
    expect(some.answer).toMatchObject(await askedBy(secretary));
    expect(some.answer).not.toEqual(all.answer);
    await act(moveOn);
    expect((await mine.next()).answer).toMatchObject(await askedBy(officer));
  });

  it("goes on where it was, at any gateway: the same answer is not sent again, another one is", async () => {
    await using stream = await open(officer);
    const { id } = await stream.next();
    await using again = await open(officer, { "last-event-id": id });
    await delay(1_500);
    expect(again.waiting()).toBe(0);
    await act(moveOn);
    await using behind = await open(officer, { "last-event-id": id });
    expect((await behind.next()).id).not.toBe(id);
  });

  it.each<[string, object, Impersonation | null, number]>([
    ["a document that is not registered", { documentId: "sha256:0" }, officer, 400],
    ["free text", { query: "{ committees { code } }" }, officer, 400],
    ["nobody's token", { documentId: arrivals }, null, 401],
    ["a purpose that the operation does not serve", { documentId: arrivals }, { persona: "commission-analyst", purpose: "STATISTICS" }, 403],
  ])("is refused like any request: %s", async (_, body, as, status) => {
    const headers = { "content-type": "application/json", ...(as && (await hub.headersFor(as))) };
    const response = await fetch(new URL("/graphql/live", hub.url), {
      method: "POST",
      headers: { ...headers, accept: "text/event-stream" },
      body: JSON.stringify(body),
    });
    expect(response.headers.get("content-type")).not.toContain("event-stream");
    expect(response.status).toBe(status);
  });

  it("is open ten times for one caller, and not more", async () => {
    const streams: LiveStream[] = [];
    // All at once, because a place is taken before the first answer is made.
    const tries = await Promise.allSettled(Array.from({ length: 14 }, () => open(secretary)));
    for (const each of tries) if (each.status === "fulfilled") streams.push(each.value);
    expect(streams).toHaveLength(10);
    await expect(open(secretary)).rejects.toThrow("503");
    for (const stream of streams) await stream[Symbol.asyncDispose]();
  });
});
