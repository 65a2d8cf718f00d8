import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { answererOf } from "../../bench/gateways/answer.ts";
import { askContender } from "../../bench/gateways/running-contender.ts";
import { members } from "../../bench/gateways/world.ts";
import { databaseWork } from "../../bench/hub/database-work.ts";
import { autocannonLoad } from "../../bench/load/autocannon-load.ts";
import { cpuMsByProcess, cpuMsOf, cpuMsSince, processTree } from "../../bench/measure/process-tree.ts";
import { markdownTable, shortNumber } from "../../bench/measure/table.ts";
import { withConnection } from "../../deploy/local/admin.ts";

/** Runs the command and answers the cells of its table, row by row. */
async function bench(...options: string[]): Promise<readonly string[][]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["bench/run.ts", ...options], { cwd: repository });
  const rows = stdout.split("\n").filter((line) => line.startsWith("| "));
  return rows.slice(1).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const repository = new URL("../..", import.meta.url).pathname;
const answer = JSON.stringify({ data: { name: "Nguyễn Văn An" } });
const server = createServer((request, response) => {
  request.resume();
  response.end(answer);
});
let url = "";

beforeAll(async () => {
  await once(server.listen(0, "127.0.0.1"), "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

describe("the bench", () => {
  it("measures every question of the real hub in one table", { timeout: 180_000 }, async () => {
    const rows = await bench("--quick", "--seconds", "0.5");

    expect(rows.map(([question, connections]) => [question, connections])).toEqual([
      ["member dossier", "2"],
      ["page of 50", "2"],
    ]);
    const numbers = rows.map((row) => row.slice(2).map(Number));
    // What its databases did is told late, and nobody waits for it here; it may be nothing yet.
    for (const [rate, p50, p99, gateway, all, statements, active, rss] of numbers) {
      expect([rate, p50, p99, gateway, all, rss].every((number) => Number(number) > 0)).toBe(true);
      expect([statements, active].every((number) => Number(number) >= 0)).toBe(true);
    }
  });

  it("measures the gateway for any supergraph beside the floor", { timeout: 120_000 }, async () => {
    const rows = await bench("--quick", "--seconds", "0.9", "--peers", "--only", "floor,hub");

    const ofGateways = Map.groupBy(rows, ([question]) => question);
    expect([...ofGateways.keys()]).toEqual(["one member", "page of 50", "small field"]);
    for (const group of ofGateways.values())
      expect(group.map(([, , name]) => name).sort()).toEqual(["floor", "hub"]);
    expect(rows.every(([, , , cpuMs]) => Number(cpuMs) > 0)).toBe(true);
  });

  it("refuses a gateway whose answer lacks something or carries an error", async () => {
    const contender = { name: "small server", url, isGateway: true, callers: [], processes: () => [] };
    const gateway = { ...contender, [Symbol.asyncDispose]: async () => undefined };
    const ask = (data: unknown) => askContender(gateway, { body: "{}", expected: () => data });

    await expect(ask({ name: "Nguyễn Văn An" })).resolves.toBe(Buffer.byteLength(answer));
    await expect(ask({ name: "Nguyễn Văn An", id: "1" })).rejects.toThrow("small server gave a wrong answer");
  });

  it("answers what a gateway asks as graphql-js would, aliases, fragments and unknown keys included", () => {
    const [member] = members;
    const answer = answererOf(`query ($r: [_Any!]!) {
      _entities(representations: $r) { __typename ...Home ... on PartyOrganization { name } }
    }
    fragment Home on Member { key: id homeCommittee { code } }`);
    const { data } = JSON.parse(answer({ r: [{ id: member?.["id"] }, { id: "mb_x" }] }));

    expect(data).toEqual({
      _entities: [{ __typename: "Member", key: "mb_0000000000000", homeCommittee: { code: "PTC-000" } }, null],
    });
    expect(() => answererOf("{ everything { id } }")).toThrow("Nothing in the world answers everything.");
  });

  it("counts an answer that is not among the expected ones as wrong", async () => {
    const load = { url, bodies: ["{}"], connections: 1, seconds: 0.2 };
    const right = await autocannonLoad(load, [answer]);
    const wrong = await autocannonLoad(load, [answer.replace("An", "Binh")]);

    expect(right.requests).toBeGreaterThan(0);
    expect(right.wrong).toBe(0);
    expect(wrong.wrong).toBe(wrong.requests);
  });

  it("asks for something else on each connection", async () => {
    const first = new Map<unknown, string>();
    server.on("request", (request) => {
      // The connections of an earlier load may still be at work.
      if (request.url !== "/varied") return;
      request.once("data", (body: Buffer) => first.has(request.socket) || first.set(request.socket, body.toString()));
    });
    await autocannonLoad({ url: `${url}/varied`, bodies: ['{"id":1}', '{"id":2}'], connections: 2, seconds: 0.2 });

    expect([...first.values()].sort()).toEqual(['{"id":1}', '{"id":2}']);
  });

  it("counts the processor time of this process and of nobody above it", () => {
    const before = cpuMsOf([process.pid]);
    for (const started = performance.now(); performance.now() - started < 100;);

    expect(cpuMsOf([process.pid])).toBeGreaterThan(before);
    expect(processTree(process.pid)).toContain(process.pid);
    expect(processTree(process.pid)).not.toContain(process.ppid);
  });

  it("counts what databases did once their sessions have told of it", async () => {
    const url = inject("postgresAdminUrl");
    const before = await databaseWork(url, [url], 0);
    await withConnection(url, async (client) => {
      for (let statement = 0; statement < 20; statement += 1) await client.query("select 1");
    });
    // A session that ends tells at once.
    const told = async () => (await databaseWork(url, [url], 50)).statements - before.statements;
    await expect.poll(told, { timeout: 5_000 }).toBeGreaterThanOrEqual(20);
  });

  it("counts nothing for a process that has ended", () => {
    const before = cpuMsByProcess([process.pid]);
    for (const started = performance.now(); performance.now() - started < 50;);
    const gone = new Map([[2 ** 30, 1_000_000]]);

    expect(cpuMsSince(before)).toBeGreaterThan(0);
    expect(cpuMsSince(gone)).toBe(0);
  });

  it("writes numbers with three digits that count, in columns", () => {
    expect([0.0123, 0.456, 1.234, 45.67, 1234.5, Number.NaN].map(shortNumber)).toEqual([
      "0.012",
      "0.456",
      "1.23",
      "45.7",
      "1235",
      "",
    ]);
    expect(markdownTable(["a", "b"], [["wide", "1"]])).toBe("| a    | b |\n|------|--:|\n| wide | 1 |");
  });
});
