import { afterEach, describe, expect, it, vi } from "vitest";
import { headersOf, purposesOf } from "./caller.ts";

const tokenSaying = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the purposes of a pasted token", () => {
  it("are those that it says", () => {
    expect(purposesOf(tokenSaying({ sub: "Nguyễn", purposes: ["AUDIT", "STATISTICS"] }))).toEqual([
      "AUDIT",
      "STATISTICS",
    ]);
  });

  it.each([["nothing", ""], ["no token", "hello"], ["three parts of rubbish", "a.%%%.c"], ["a token without any", tokenSaying({})]])(
    "are none for %s",
    (_, token) => expect(purposesOf(token)).toEqual([]),
  );
});

describe("the headers of a request", () => {
  it("carry a pasted token, and the purpose only when one is stated", async () => {
    const caller = { persona: null, token: "t.o.k" };
    expect(await headersOf({ ...caller, purpose: "AUDIT" })).toEqual({
      authorization: "Bearer t.o.k",
      "x-purpose": "AUDIT",
    });
    expect(await headersOf({ ...caller, purpose: "" })).toEqual({ authorization: "Bearer t.o.k" });
    expect(await headersOf({ ...caller, token: "", purpose: "AUDIT" })).toBeNull();
  });

  it("carry a persona's token, which is fetched anew after a while", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 0 });
    let served = 0;
    vi.stubGlobal("fetch", async () => Response.json([{ name: "clerk", token: `t${++served}` }]));
    const clerk = { persona: "clerk", token: "", purpose: "" };
    expect(await headersOf(clerk)).toEqual({ authorization: "Bearer t1" });
    expect(await headersOf(clerk)).toEqual({ authorization: "Bearer t1" });
    vi.setSystemTime(600_001);
    expect(await headersOf(clerk)).toEqual({ authorization: "Bearer t2" });
    expect(await headersOf({ ...clerk, persona: "stranger" })).toBeNull();
  });
});
