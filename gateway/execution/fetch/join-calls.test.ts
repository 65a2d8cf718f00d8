import { setImmediate as turn } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { TextKeys } from "../bytes/text-keys.ts";
import { openAgency } from "./agencies.ts";
import { AgencyFailure, type AgencyRequest } from "./agency-fetch.ts";
import { entityCalls } from "./call-kind.ts";
import { HangUp } from "./hang-up.ts";
import { joinCalls } from "./join-calls.ts";
import type { Wish } from "./wish.ts";

const endpoint = openAgency("registry", { url: "http://127.0.0.1:1/graphql" }).anyEndpoint;
const kind = entityCalls("query($r: [_Any!]!) { _entities(representations: $r) { id } }", "r")("");
const wishFor = (key: string, { signal, timeoutMs = 1_000 }: Partial<Wish> = {}): Wish => ({
  agency: "registry",
  endpoint,
  operation: "query",
  kind,
  keys: new TextKeys([JSON.stringify({ id: key })]),
  take: null,
  timeoutMs,
  signal,
  envelope: "somebody",
  caller: null,
});

/** An agency that answers in its time: a call hung up before it leaves fails, as over HTTP. */
function slowAgency(answerTo: (ids: readonly string[]) => string) {
  const calls: { readonly ids: readonly string[]; readonly timeoutMs: number; readonly answer: () => void }[] = [];
  const join = joinCalls(({ body, signal, timeoutMs }: AgencyRequest) => {
    if (signal?.aborted) return Promise.reject(new AgencyFailure("AGENCY_TIMEOUT"));
    const ids = (JSON.parse(String(body)) as { variables: { r: { id: string }[] } }).variables.r.map(({ id }) => id);
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    signal?.addEventListener("abort", () => reject(new AgencyFailure("AGENCY_TIMEOUT")));
    calls.push({ ids, timeoutMs, answer: () => resolve(Buffer.from(answerTo(ids))) });
    return promise;
  });
  const called = async (count: number) => {
    await expect.poll(() => calls.length, { interval: 1 }).toBe(count);
    return calls[count - 1]!;
  };
  return { join, called, calls };
}

const entities = (ids: readonly string[]) => JSON.stringify({ data: { _entities: ids.map((id) => ({ id })) } });
const bodyOf = async (granted: ReturnType<ReturnType<typeof joinCalls>>) => String((await granted).body());

describe("a joined call", () => {
  afterEach(() => void vi.useRealTimers());

  it("is answered to everybody who asked for a part of it", async () => {
    const { join, called } = slowAgency(entities);
    const first = join(wishFor("a"));
    await called(1);
    const [second, third] = [join(wishFor("b")), join(wishFor("c"))];
    (await called(1)).answer();
    const joined = await called(2);
    expect(joined.ids).toEqual(["b", "c"]);
    joined.answer();
    expect(await Promise.all([first, second, third].map(bodyOf))).toEqual([["a"], ["b"], ["c"]].map(entities));
  });

  it("takes along what comes a turn later, but nothing that comes once it has left", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { join, called } = slowAgency(entities);
    const first = join(wishFor("a"));
    await turn();
    const second = join(wishFor("b"));
    const joined = await called(1);
    const third = join(wishFor("c"));
    expect(joined.ids).toEqual(["a", "b"]);
    joined.answer();
    (await called(2)).answer();
    expect(await Promise.all([first, second, third].map(bodyOf))).toEqual([["a"], ["b"], ["c"]].map(entities));
  });

  it("does not fail whoever comes after all before have hung up, while it gathers", async () => {
    const { join, called } = slowAgency(entities);
    const first = join(wishFor("a"));
    await called(1);
    const hangUp = new HangUp();
    const gone = join(wishFor("b", { signal: hangUp }));
    hangUp.abort();
    await expect(gone).rejects.toMatchObject({ code: "AGENCY_TIMEOUT" });
    const later = join(wishFor("c"));
    (await called(1)).answer();
    (await called(2)).answer();
    expect(await Promise.all([first, later].map(bodyOf))).toEqual([["a"], ["c"]].map(entities));
  });

  it("does not fail whoever asks for the same at the moment in which it is given up", async () => {
    const { join, called } = slowAgency(entities);
    const hangUp = new HangUp();
    const gone = join(wishFor("a", { signal: hangUp }));
    await called(1);
    hangUp.abort();
    const later = join(wishFor("a"));
    await expect(gone).rejects.toMatchObject({ code: "AGENCY_TIMEOUT" });
    (await called(2)).answer();
    expect(await bodyOf(later)).toBe(entities(["a"]));
  });

  it("does not give whoever has time the deadline of one who has hardly any left", async () => {
    const { join, called, calls } = slowAgency(entities);
    const all = [join(wishFor("a")), join(wishFor("b", { timeoutMs: 20 })), join(wishFor("c")), join(wishFor("d"))];
    await called(3);
    expect(calls.map(({ ids }) => ids)).toEqual([["a"], ["b"], ["c", "d"]]);
    expect(calls.map(({ timeoutMs }) => timeoutMs > 500)).toEqual([true, false, true]);
    for (const { answer } of calls) answer();
    expect(await Promise.all(all.map(bodyOf))).toEqual([["a"], ["b"], ["c"], ["d"]].map(entities));
  });

  it("leaves nobody without an answer when it cannot be parted", async () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    const answer = (ids: readonly string[]) =>
      `{"errors":[{"message":"m"}],"data":{"_entities":[${ids.map((id) => `{"id":"${id}","deep":${deep}}`).join()}]}}`;
    const { join, called, calls } = slowAgency(answer);
    const both = [join(wishFor("a")), join(wishFor("b"))];
    (await called(1)).answer();
    const last = await called(3);
    // Each asks alone now.
    calls[1]!.answer();
    last.answer();
    expect(await Promise.all(both.map(bodyOf))).toEqual([["a"], ["b"]].map(answer));
  });
});
