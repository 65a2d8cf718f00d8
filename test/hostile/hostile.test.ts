import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stories } from "../../deploy/synthetic/stories.ts";
import { encrypted } from "../contract/identity/forged.ts";
import { startTestHub, type Impersonation, type TestHub } from "../support/hub.ts";
import { ask, type HostileCase } from "./case.ts";
import { startControl, type Control } from "./control.ts";
import { documentCases } from "./document-cases.ts";
import { forgeries } from "./forgeries.ts";
import { transportCases } from "./transport-cases.ts";
import { valueCases } from "./value-cases.ts";
import { send, type Reply, type Shot } from "./send.ts";

const clerk: Impersonation = { persona: "province-clerk", purpose: "MEMBER_MANAGEMENT" };
const nobody: Impersonation = { persona: "nobody" };
const officer: Impersonation = { persona: "foreign-ministry-officer", purpose: "OVERSEAS_MANAGEMENT" };

const resources = new AsyncDisposableStack();
let hub: TestHub;
let control: Control;
beforeAll(async () => {
  const { path } = resources.use(await mkdtempDisposable(join(tmpdir(), "hub-hostile-")));
  const audit = { name: "hub/hostile", folder: join(path, "audit"), keysFolder: join(path, "keys") };
  hub = resources.use(await startTestHub({ audit }));
  const question = await signedIn(ask('{ committee(code: "PTC-01") { name } }'), officer);
  control = await startControl(hub.url, question);
});
afterAll(() => resources.disposeAsync());

/** A request with the token of whoever sends it. */
async function signedIn(shot: Shot, as: Impersonation): Promise<Shot> {
  const headers = Object.entries(await hub.headersFor(as)).flat();
  return { ...shot, headers: [...headers, ...(shot.headers ?? [])] };
}

/** Milliseconds of processor time of this thread, in which the gateway's main thread runs too. */
const threadMs = () => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** What a refusal may cost the thread that answers everybody. */
const CPU_MS = 100;

/** The best of a few tries is what a request costs; the others also met a compiler or a collector. */
const TRIES = 3;

async function cheapest(shot: Shot): Promise<{ readonly reply: Reply; readonly ms: number }> {
  let [reply, ms]: [Reply | undefined, number] = [undefined, Infinity];
  for (let tried = 0; tried < TRIES; tried += 1) {
    const before = threadMs();
    reply = await send(hub.url, shot);
    ms = Math.min(ms, threadMs() - before);
  }
  return { reply: reply as Reply, ms };
}

function judge({ status, codes, check }: HostileCase, reply: Reply): void {
  expect(status).toContain(reply.status);
  if (codes) expect(codes).toContain(reply.code);
  else expect(reply.code).toBeUndefined();
  expect(reply.text).not.toMatch(/\bat \S+ \(|node_modules|postgres:\/\//);
  check?.(reply);
}

const cases = [...documentCases, ...transportCases, ...valueCases];

describe("a hostile request", () => {
  it.each(cases.map((hostile) => [hostile.id, hostile.title, hostile] as const))(
    "%s is answered cheaply and as it should be, while others are served: %s",
    async (_id, _title, hostile) => {
      const shots = await Promise.all(hostile.shots.map((shot) => signedIn(shot, hostile.as ?? officer)));
      for (const shot of shots) {
        const worst = await control.during(async () => judge(hostile, await send(hub.url, shot)));
        expect(worst).toBeLessThan(control.limitMs);
        const { reply, ms } = await cheapest(shot);
        judge(hostile, reply);
        expect(ms).toBeLessThan(CPU_MS);
      }
    },
  );

  it("that is refused asks no agency anything", async () => {
    hub.takeStatements();
    const refused = documentCases.filter(({ status }) => !status.includes(200));
    for (const { shots } of refused) for (const shot of shots) await send(hub.url, await signedIn(shot, officer));
    expect(hub.takeStatements()).toEqual([]);
  });
});

describe("a token that is not the issuer's", () => {
  it("N01 to N15: is refused with the same words, whatever it tries, and asks nobody anything", async () => {
    const { authorization = "" } = await hub.headersFor(clerk);
    const sent = { ...forgeries(authorization), "N13, an encrypted one": await encrypted() };
    const question = ask("{ countries { code } }");
    const headersOf = (token: string) => ["authorization", `Bearer ${token}`, ...(question.headers ?? [])];
    hub.takeStatements();
    const replies = await Promise.all(
      [
        ...Object.values(sent).map(headersOf),
        ["authorization", authorization, "authorization", authorization, ...(question.headers ?? [])],
        ["authorization", authorization, "cookie", "session=1", ...(question.headers ?? [])],
      ].map((headers) => send(hub.url, { ...question, headers })),
    );
    for (const { status, code } of replies) expect([status, code]).toEqual([401, "AUTH_TOKEN_INVALID"]);
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(hub.takeStatements()).toEqual([]);
  });
});

describe("two callers at once", () => {
  const query = "query ($id: ID!) { member(id: $id) { homeRecord { name { full } ethnicity { code } } } }";

  it("I01, I03: never see what only the other may, in whatever order their requests come", async () => {
    const pairs = 150;
    const answers = await Promise.all(
      Array.from({ length: 2 * pairs }, async (_, i) => {
        const as = i % 2 === 0 ? clerk : nobody;
        const { data } = await hub.ask(query, { id: stories.memberAbroad }, as);
        return { as, text: JSON.stringify(data ?? null) };
      }),
    );
    const seen = new Set(answers.filter(({ as }) => as === clerk).map(({ text }) => text));
    expect(seen.size).toBe(1);
    expect([...seen][0]).toMatch(/"full":"[^"]+"/);
    for (const { text } of answers.filter(({ as }) => as === nobody)) expect(text).toBe("null");
  });
});

describe("a member of another committee", () => {
  it("Z15, Z17: looks to a clerk like one who does not exist, key included", async () => {
    const query = "query ($id: ID!) { member(id: $id) { homeRecord { name { full } } } }";
    const [hidden, absent] = await Promise.all([
      hub.ask(query, { id: stories.memberReturned }, clerk),
      hub.ask(query, { id: "mb_0000000000000" }, clerk),
    ]);
    expect(hidden).toEqual(absent);
  });
});
