import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { limits } from "#contract/limits.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { everybodysOfficer, signedHeaders } from "../support/envelope.ts";
import { startTestHub, type HubPart, type TestHub } from "../support/hub.ts";
import { ask } from "./case.ts";
import { startControl, type Control } from "./control.ts";
import { send } from "./send.ts";

const names = {
  "organization-commission": "organization-commission",
  "audit-log": "audit-log",
  "foreign-ministry": "foreign-ministry",
  north: "provincial-committees",
  centre: "provincial-committees",
  south: "provincial-committees",
} as const satisfies Record<HubPart, string>;
const parts = Object.keys(names) as HubPart[];

let hub: TestHub;
let control: Control;
beforeAll(async () => {
  hub = await startTestHub();
  const headers = Object.entries(
    await hub.headersFor({ persona: "foreign-ministry-officer", purpose: "OVERSEAS_MANAGEMENT" }),
  );
  const question = ask("{ countries { code } }");
  control = await startControl(hub.url, { ...question, headers: [...headers.flat(), ...(question.headers ?? [])] });
});
afterAll(() => hub[Symbol.asyncDispose]());

const entities = (count: number) =>
  JSON.stringify({
    query: "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
    variables: { r: Array.from({ length: count }, (_, i) => ({ __typename: "PartyOrganization", id: `po_${i}` })) },
  });

/** Sends bytes to a port and answers the first that come back. */
async function talk(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  const answer = firstBytes(socket);
  socket.write(bytes);
  const text = await answer;
  socket.destroy();
  return text;
}

const upgrade = (protocol: string) =>
  `GET /graphql HTTP/1.1\r\nHost: hub\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n` +
  `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\nSec-WebSocket-Protocol: ${protocol}\r\n\r\n`;

describe.each(parts)("the port of %s", (part) => {
  const url = () => hub.urlOf(part);
  const signed = (body: string) => Object.entries(signedHeaders(names[part], body, everybodysOfficer)).flat();

  it("S01, S07: answers nothing to whoever is not the hub, not even what it is", async () => {
    hub.takeStatements();
    for (const query of ["{_service{sdl}}", "{__schema{types{name}}}", "{__typename}"])
      expect(await send(url(), ask(query))).toMatchObject({ status: 401, code: "AUTH_ENVELOPE_REFUSED" });
    expect(await send(url(), { headers: ["content-type", "application/json"], body: entities(1) })).toMatchObject({
      status: 401,
    });
    expect(hub.takeStatements()).toEqual([]);
  });

  it("S03: answers a signed request once", async () => {
    const body = JSON.stringify({ query: "{__typename}" });
    const shot = { headers: signed(body), body };
    expect((await send(url(), shot)).status).toBe(200);
    expect(await send(url(), shot)).toMatchObject({ status: 401, code: "AUTH_ENVELOPE_REFUSED" });
  });

  it("S05: refuses more than 500 entities in one call, however they are signed", async () => {
    hub.takeStatements();
    for (const count of [limits.representationsMax + 1, 25_000]) {
      const body = entities(count);
      expect(await send(url(), { headers: signed(body), body })).toMatchObject({
        status: 400,
        code: "LIMIT_REPRESENTATIONS_EXCEEDED",
      });
    }
    expect(hub.takeStatements()).toEqual([]);
  });

  it("X05: takes no name of a type that every object inherits", async () => {
    for (const __typename of ["constructor", "__proto__", "Nobody"]) {
      const body = JSON.stringify({
        query: "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
        variables: { r: [{ __typename, id: "1" }] },
      });
      const { status, text } = await send(url(), { headers: signed(body), body });
      expect([200, 400]).toContain(status);
      expect(text).not.toMatch(/node_modules|\bat \S+ \(/);
    }
  });

  it("S09: has no other protocol behind it", async () => {
    for (const protocol of ["graphql-ws", "graphql-transport-ws"])
      expect(await talk(url(), upgrade(protocol))).toMatch(/^HTTP\/1\.1 4\d\d/);
  });
});

describe("the port of the hub", () => {
  it("L12: has no other protocol behind it, by which limits could be passed by", async () => {
    for (const protocol of ["graphql-ws", "graphql-transport-ws"])
      expect(await talk(hub.url, upgrade(protocol))).toMatch(/^HTTP\/1\.1 4\d\d/);
  });

  it("C19: closes on headers that are too large, and refuses too many", async () => {
    const large = await talk(hub.url, `POST /graphql HTTP/1.1\r\nHost: hub\r\nX-A: ${"a".repeat(20_000)}\r\n\r\n`);
    expect(large).toMatch(/^HTTP\/1\.1 431 .*"LIMIT_HEADERS_EXCEEDED"/s);
    const many = Array.from({ length: 2_001 }, (_, i) => `X${i}: 1\r\n`).join("");
    const refused = await talk(hub.url, `POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Length: 0\r\n${many}\r\n`);
    expect(refused).toMatch(/^HTTP\/1\.1 431 /);
  });

  it("C15, C17: lets wait who sends or reads drop by drop, and serves the others", { timeout: 40_000 }, async () => {
    const { hostname, port } = new URL(hub.url);
    const open = () => connect(Number(port), hostname).on("error", () => undefined);
    const senders = Array.from({ length: 200 }, open);
    const answers = senders.map(firstBytes);
    senders.forEach((socket) => socket.write("POST /graphql HTTP/1.1\r\nHost: hub\r\n"));
    const readers = Array.from({ length: 50 }, open);
    const body = JSON.stringify({ query: "{ countries { code name } }" });
    readers.forEach((socket) => {
      socket.pause();
      const head = `POST /graphql HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json`;
      socket.write(`${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    const drip = setInterval(() => senders.forEach((socket) => socket.writable && socket.write("X")), 3_000);
    // It takes ten seconds, so that some hundred questions are asked all the same.
    const worst = await control.during(async () => {
      for (const answer of await Promise.all(answers)) expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    }, 50);
    clearInterval(drip);
    for (const socket of [...senders, ...readers]) socket.destroy();
    expect(worst).toBeLessThan(control.limitMs);
  });
});

/** The first bytes that come back; empty when the connection is closed without any. */
async function firstBytes(socket: Socket): Promise<string> {
  const [chunk] = (await Promise.race([once(socket, "data"), once(socket, "close")])) as [Buffer | boolean];
  return Buffer.isBuffer(chunk) ? chunk.toString("latin1") : "";
}
