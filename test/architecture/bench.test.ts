import { execFile } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { autocannonLoad } from "../../bench/load/autocannon-load.ts";
import { cpuMsOf, processTree } from "../../bench/measure/process-tree.ts";
import { markdownTable, shortNumber } from "../../bench/measure/table.ts";

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
    const run = ["bench/run.ts", "--seconds", "0.5", "--connections", "2"];
    const { stdout } = await promisify(execFile)(process.execPath, run, { cwd: repository });

    const rows = stdout.split("\n").slice(2, -1);
    const cells = rows.map((row) => row.split("|").map((cell) => cell.trim()));
    expect(cells.map(([, question, connections]) => [question, connections])).toEqual([
      ["member dossier", "2"],
      ["page of 50", "2"],
    ]);
    expect(cells.flatMap((row) => row.slice(3, -1).map(Number)).every((number) => number > 0)).toBe(true);
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
      request.once("data", (body: Buffer) => first.has(request.socket) || first.set(request.socket, body.toString()));
    });
    await autocannonLoad({ url, bodies: ['{"id":1}', '{"id":2}'], connections: 2, seconds: 0.2 });

    expect([...first.values()].sort()).toEqual(['{"id":1}', '{"id":2}']);
  });

  it("counts the processor time of this process and of nobody above it", () => {
    const before = cpuMsOf([process.pid]);
    for (const started = performance.now(); performance.now() - started < 100; );

    expect(cpuMsOf([process.pid])).toBeGreaterThan(before);
    expect(processTree(process.pid)).toContain(process.pid);
    expect(processTree(process.pid)).not.toContain(process.ppid);
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
