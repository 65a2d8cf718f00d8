import { readEnvelopeKeys } from "#contract/envelope-keys.ts";
import { createEnvelopeVerifier } from "#contract/verify-envelope.ts";
import { describe, expect, it } from "vitest";
import type { Caller } from "#contract/caller.ts";
import type { AgencyRequest } from "../execution/fetch/agency-fetch.ts";
import { readKeyRing } from "./key-ring.ts";
import { signCalls, toldOf, type CallOrigin } from "./sign-calls.ts";

const secret = (letter: string) => `${letter}1:${letter.repeat(43)}`;
const file = { "foreign-ministry": secret("f"), "provincial-committees/north": `${secret("n")},${secret("o")}` };
const keys = readKeyRing(JSON.stringify(file));

const caller: Caller = {
  issuer: "https://issuer.example",
  subject: "officer-1",
  organization: "PTC-79",
  committees: ["PTC-79"],
  scopes: ["member:read", "registry:read"],
  purposes: ["MEMBER_MANAGEMENT", "AUDIT"],
  purpose: "MEMBER_MANAGEMENT",
  memberId: null,
  tokenId: "token-1",
  expiresAt: 2_000_000_000,
};

async function sent(target: Pick<AgencyRequest, "agency" | "instance">, origin: CallOrigin) {
  const calls: AgencyRequest[] = [];
  const fetch = signCalls(keys)(async (request) => {
    calls.push(request);
    return Buffer.alloc(0);
  });
  const request: AgencyRequest = {
    ...target,
    url: new URL("http://127.0.0.1:4002/graphql"),
    headers: { "x-request-id": origin.requestId },
    body: Buffer.from(`{"query":"{ a }"}`),
    operation: "query",
    timeoutMs: 1_500,
    signal: undefined,
    caller: origin,
  };
  await fetch(request);
  await fetch(request);
  return calls;
}

const received = ({ headers, body }: AgencyRequest) => ({
  method: "POST",
  path: "/graphql",
  headers,
  body: Buffer.from(body),
});

describe("a call to an agency", () => {
  it("tells it who asks, who vouches and until when, and nothing of token, other scopes or other purposes", async () => {
    const verify = createEnvelopeVerifier({
      audience: "foreign-ministry",
      keys: readEnvelopeKeys(file["foreign-ministry"]),
    });
    const [first] = await sent({ agency: "foreign-ministry", instance: null }, { requestId: "r1", caller });
    const claims = verify(received(first as AgencyRequest));
    expect(claims).toEqual({
      issuer: "https://issuer.example",
      subject: "officer-1",
      organization: "PTC-79",
      committees: ["PTC-79"],
      scopes: ["member:read"],
      purpose: "MEMBER_MANAGEMENT",
      memberId: null,
      traceId: "r1",
      deadline: expect.any(Number),
    });
    expect((claims as { deadline: number }).deadline - Date.now()).toBeLessThanOrEqual(1_500);
  });

  it("is signed anew at each attempt, because an envelope is good once", async () => {
    const verify = createEnvelopeVerifier({
      audience: "foreign-ministry",
      keys: readEnvelopeKeys(file["foreign-ministry"]),
    });
    const calls = await sent({ agency: "foreign-ministry", instance: null }, { requestId: "r1", caller });
    expect(calls.map((call) => typeof verify(received(call)))).toEqual(["object", "object"]);
  });

  it("to one instance means nothing to another", async () => {
    const [call] = await sent({ agency: "provincial-committees", instance: "north" }, { requestId: "r1", caller });
    const verifyBy = (own: string) =>
      createEnvelopeVerifier({ audience: "provincial-committees", keys: readEnvelopeKeys(own) })(
        received(call as AgencyRequest),
      );
    expect(verifyBy(secret("s"))).toBe("unknown-key");
    expect(verifyBy(file["provincial-committees/north"])).toMatchObject({ subject: "officer-1" });
  });

  it("tells the same of one caller's two tokens, and another thing of another issuer's caller of that name", () => {
    expect(toldOf({ ...caller, tokenId: "token-2", expiresAt: 2_000_000_900 })).toBe(toldOf(caller));
    expect(toldOf({ ...caller, issuer: "https://other-issuer.example" })).not.toBe(toldOf(caller));
  });

  it("claims nothing for a caller whom nobody knows", async () => {
    const verify = createEnvelopeVerifier({
      audience: "foreign-ministry",
      keys: readEnvelopeKeys(file["foreign-ministry"]),
    });
    const [call] = await sent({ agency: "foreign-ministry", instance: null }, { requestId: "r1", caller: null });
    expect(verify(received(call as AgencyRequest))).toMatchObject({
      issuer: "",
      subject: "",
      committees: [],
      purpose: null,
    });
  });

  it("goes as it is to an agency without a key", async () => {
    const [call] = await sent({ agency: "labour-ministry", instance: null }, { requestId: "r1", caller });
    expect(call?.headers).toEqual({ "x-request-id": "r1" });
  });
});

describe("a key file", () => {
  it("names every process whose keys are at fault, and no key", () => {
    const read = () => readKeyRing(JSON.stringify({ one: "id:short", two: "", three: secret("t") }));
    expect(read).toThrow(/^one: .+\ntwo: .+$/);
    expect(read).not.toThrow("short:");
    expect(() => readKeyRing("{")).toThrow("the file is not JSON");
  });
});
