import { limits } from "#contract/limits.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readGatewayConfig } from "../../gateway/config.ts";
import { startGateway, type RunningGateway } from "../../gateway/server.ts";
import { composeForTest, startAgency, temporaryFile } from "../support/agencies.ts";
import { ask } from "./case.ts";
import { startControl, type Control } from "./control.ts";
import { fanOut, nested, repeated } from "./documents.ts";
import { send } from "./send.ts";

const LINK = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])`;

/** One of several agencies that may answer the same entities: each is a way for every step of a plan. */
const person = (name: string) => `${LINK}
  type Query { person(id: ID!): Person @shareable }
  type Person @key(fields: "id") {
    id: ID!
    manager: Person @shareable
    deputy: Person @shareable
    colleagues: [Person!] @shareable
    ${name}: String
  }`;

const NOWHERE = "http://127.0.0.1:9/";

const resources = new AsyncDisposableStack();
let gateway: RunningGateway;
let control: Control;
beforeAll(async () => {
  const sdl = `${LINK} type Query { hello: String }`;
  const agency = resources.use(await startAgency(sdl, { Query: { hello: () => "xin chào" } }));
  const services = Object.fromEntries(
    ["first", "second", "third", "fourth"].map((name) => [name, { url: NOWHERE, sdl: person(`${name}Name`) }]),
  );
  const hello = { url: agency.url, sdl };
  const file = resources.use(await temporaryFile("supergraph.graphql", composeForTest({ ...services, hello })));
  const argv = ["--supergraph", file.path, "--insecure", "--port", "0"];
  gateway = resources.use(await startGateway(readGatewayConfig(argv, { GATEWAY_LOG_LEVEL: "silent" })));
  control = await startControl(gateway.url, ask("{ hello }"));
});
afterAll(() => resources.disposeAsync());

const edges = ["manager", "deputy", "colleagues"];
const names = "firstName secondName thirdName fourthName";
const root = '{ person(id: "1") ';

/** Beyond a limit of documents, so that no planner ever sees them. */
const refused: readonly (readonly [string, string, string])[] = [
  ["Q01: one within itself 15 times", nested(`${root}{ `, "manager { firstName ", 15, "id", "}", "} }"), "DEPTH"],
  ["Q03: shared edges that fan out", fanOut(`${root}{ ...F0 } }`, "Person", edges, 8, names), "HEIGHT"],
];

/** Within all limits of documents, and yet with more ways to be planned than anybody could count. */
const allowed: readonly (readonly [string, string])[] = [
  ["every agency at each of as many steps as may be", nested(`${root}{ `, `manager { ${names} `, 8, "id", "}", "} }")],
  ["edges that fan out", fanOut(`${root}{ ...F0 } }`, "Person", ["manager", "deputy"], 4, names)],
  ["one edge under 25 names", repeated(`${root}{ `, `m{i}: manager { deputy { firstName } } `, 25, "} }")],
];

/** Another text each time, for plans and refusals are remembered. */
const anew = (query: string, round: number) => ask(query.replace('"1"', `"${round}"`));

describe("a document made for the planner", () => {
  it.each(refused)("is refused for little of the main thread while others are served: %s", async (_, query, limit) => {
    const worst = await control.during(async () => {
      for (let round = 0; round < 3; round += 1) {
        const before = process.threadCpuUsage();
        const { status, code } = await send(gateway.url, anew(query, round));
        const { user, system } = process.threadCpuUsage(before);
        expect([status, code]).toEqual([400, `LIMIT_${limit}_EXCEEDED`]);
        expect((user + system) / 1_000).toBeLessThan(100);
      }
    });
    expect(worst).toBeLessThan(control.limitMs);
  });

  it.each(allowed)("is planned in time or refused, while others are served: %s", async (_, query) => {
    const worst = await control.during(async () => {
      for (let round = 0; round < 3; round += 1) {
        const began = performance.now();
        const { code } = await send(gateway.url, anew(query, round));
        // Nobody answers for the agencies of this graph.
        expect(["LIMIT_PLANNING_EXCEEDED", "LIMIT_FETCHES_EXCEEDED", "AGENCY_UNREACHABLE"]).toContain(code);
        expect(performance.now() - began).toBeLessThan(limits.requestTimeoutMs);
      }
    });
    expect(worst).toBeLessThan(control.limitMs);
  });
});
