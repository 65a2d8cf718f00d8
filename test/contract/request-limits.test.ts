import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { errorCodes, type ErrorCode } from "#contract/errors.ts";
import { limits } from "#contract/limits.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSmallHub, type Answer, type SmallHub } from "../support/small-hub.ts";

const times = <Part>(count: number, part: (index: number) => Part) =>
  Array.from({ length: count }, (_, index) => part(index));

let hub: SmallHub;
beforeAll(async () => void (hub = await startSmallHub(limits.requestTimeoutMs)));
afterAll(() => hub[Symbol.asyncDispose]());

const post = (path: string, query: string) => {
  const headers = { "content-type": "application/json" };
  return fetch(new URL(path, hub.gateway.url), { method: "POST", headers, body: JSON.stringify({ query }) });
};

async function send(query: string) {
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json" };
  const response = await fetch(hub.gateway.url, { method: "POST", headers, body: JSON.stringify({ query }) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
}

/** Documents with so many of what is counted and nothing else that is too much. */
const documents: readonly (readonly [ErrorCode, number, (count: number) => string])[] = [
  ["LIMIT_TOKENS_EXCEEDED", limits.tokensMax, (count) => `{ roster { ${"id ".repeat(count - 5)} } }`],
  ["LIMIT_DIRECTIVES_EXCEEDED", limits.directivesMax, (count) => `{ ${"__typename @skip(if: false) ".repeat(count)} }`],
  [
    "LIMIT_FRAGMENTS_EXCEEDED",
    limits.fragmentsMax,
    (count) =>
      `{ ${times(count, (n) => `...f${n}`).join(" ")} }
       ${times(count, (n) => `fragment f${n} on Query { __typename }`).join("\n")}`,
  ],
  [
    "LIMIT_VARIABLES_EXCEEDED",
    limits.variablesMax,
    (count) =>
      `query (${times(count, (n) => `$v${n}: Boolean = true`).join(" ")}) {
         ${times(count, (n) => `__typename @include(if: $v${n})`).join(" ")}
       }`,
  ],
  ["LIMIT_HEIGHT_EXCEEDED", limits.heightMax, (count) => `{ roster { ${"id ".repeat(count - 1)} } }`],
  [
    "LIMIT_ROOT_FIELDS_EXCEEDED",
    limits.rootFieldsMax,
    (count) =>
      `{ __typename ...most } fragment most on Query { ${times(count, (n) => `r${n}: roster { id }`).join(" ")} }`,
  ],
];

describe("a document at a limit", () => {
  it.each(documents)("is let through, and one above refused with its own code: %s, %i", async (code, max, document) => {
    const allowed = await send(document(max));
    expect(allowed.body.errors?.map(({ extensions }) => extensions["code"]) ?? []).not.toContain(code);
    const { status, body } = await send(document(max + 1));
    expect(body.errors?.map(({ extensions }) => extensions["code"])).toEqual([code]);
    expect(body.errors?.[0]?.message).toContain(String(max));
    expect(status).toBe(errorCodes[code].status);
  });

  it("is not made smaller by fragments that are spread again and again", async () => {
    const { body } = await send(`{ ...a ...a ...a } fragment a on Query { ...b ...b }
      fragment b on Query { roster { id } assignments { country } }`);
    expect(body.errors?.map(({ message }) => message)).toEqual([
      "The operation has 12 fields at its root, but at most 10 are allowed.",
    ]);
  });
});

describe("a document with mistakes", () => {
  it("hears of the first five, and of none which names would have been right", async () => {
    const { body } = await send(`{ ${times(9, (n) => `rosters${n}`).join(" ")} }`);
    expect(body.errors).toHaveLength(limits.validationErrorsMax);
    expect(body.errors?.[0]?.message).toBe('Cannot query field "rosters0" on type "Query".');
    expect(JSON.stringify(body)).not.toContain("Did you mean");
  });
});

describe("the headers of a request", () => {
  const request = (headers: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      const body = '{"query":"{ __typename }"}';
      const kind = ["Content-Type: application/json", `Content-Length: ${body.length}`];
      const own = ["Host: 127.0.0.1", "Connection: close", ...kind];
      const socket = connect(Number(new URL(hub.gateway.url).port), "127.0.0.1", () =>
        socket.write(`POST /graphql HTTP/1.1\r\n${[...own, ...headers].join("\r\n")}\r\n\r\n${body}`),
      );
      text(socket).then(resolve, reject);
    });

  it("may be as many as are allowed, and not one more", async () => {
    const others = (count: number) => times(count - 4, (n) => `X-Other-${n}: 1`);
    expect(await request(others(limits.headersMax))).toMatch(/^HTTP\/1\.1 200 /);
    const refused = await request(others(limits.headersMax + 1));
    expect(refused).toMatch(/^HTTP\/1\.1 431 /);
    expect(refused).toContain('"code":"LIMIT_HEADERS_EXCEEDED"');
  });

  it("may be as long as is allowed, and not longer", async () => {
    const filler = (bytes: number) => [`X-Filler: ${"x".repeat(bytes)}`];
    expect(await request(filler(limits.headersBytesMax - 300))).toMatch(/^HTTP\/1\.1 200 /);
    const refused = await request(filler(limits.headersBytesMax));
    expect(refused).toMatch(/^HTTP\/1\.1 431 /);
    expect(refused).toContain('"code":"LIMIT_HEADERS_EXCEEDED"');
  });
});

describe("requests at the same time", () => {
  it("are answered up to the limit; the next ones wait shortly, are turned away, and may come again", async () => {
    // Planned already, so that a busy machine does not take longer to plan than an agency may take to answer.
    const known = "{ roster { id } }";
    await send(known);
    // An agency keeps every request until the others have been turned away.
    const holds = new AbortController();
    const held = once(holds.signal, "abort");
    const json = { "content-type": "application/json" };
    hub.commission.fault = (response) =>
      void held.then(() => response.writeHead(200, json).end('{"data":{"roster":[]}}'));
    // The agency's time may be over before a busy machine has got so far: whoever is not answered asks again.
    const hold = async () => {
      const first = await send(known);
      let { body } = first;
      while (!holds.signal.aborted || !body.data?.["roster"]) {
        await delay(50);
        ({ body } = await send(known));
      }
      return { first, body };
    };
    const holding = times(limits.inFlightMax, hold);

    // What reads documents without executing them, or asks the gateway's own database, is expensive work too.
    const planned = `query Q($after: String) { l(after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const askAll = async () => {
      const startedAt = performance.now();
      const uses = fetch(new URL("/schema/uses.json", hub.gateway.url));
      const query = "{ __typename }";
      const all = [post("/graphql", query), post("/rights", query), post("/graphql/export", planned), uses];
      const responses = await Promise.all(all);
      return { responses, statuses: responses.map(({ status }) => status), ms: performance.now() - startedAt };
    };
    let asked = await askAll();
    const statuses = async () => (asked = await askAll()).statuses;
    await expect.poll(statuses, { timeout: 40_000 }).toEqual([503, 503, 503, 503]);
    expect(asked.ms).toBeGreaterThanOrEqual(limits.queueTimeoutMs - 5);
    for (const refused of asked.responses) {
      expect(refused.headers.get("retry-after")).toBe("1");
      expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: "HUB_OVERLOADED" } }] });
    }

    holds.abort();
    const answers = await Promise.all(holding);
    for (const { body } of answers) expect(body).toEqual({ data: { roster: [] } });
    // Those who found the places taken that the questions above had for a moment.
    const turnedAway = answers.filter(({ first }) => first.status === 503);
    expect(turnedAway.length).toBeLessThan(limits.inFlightMax / 10);
    hub.commission.fault = undefined;
    expect(await statuses()).toEqual([200, 200, 400, 200]);
  }, 60_000);
});
