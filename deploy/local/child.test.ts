import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isAlive } from "../postgres/postmaster-file.ts";
import { startChild, type RunningChild } from "./child.ts";
import { freePort, requireFreePort } from "./port.ts";

let folder: string;
let lines: string[];
let child: RunningChild | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-child-"));
  lines = [];
});

afterEach(async () => {
  await child?.stop();
  child = undefined;
  await rm(folder, { recursive: true });
});

/** A process that says its id and answers `/ready`. */
const healthy = `
  import { createServer } from "node:http";
  const server = createServer((request, response) => response.end("ready"));
  server.listen(process.env.PORT, "127.0.0.1", () => console.log("pid " + process.pid));
  for (const event of ["SIGTERM", "disconnect"]) process.once(event, () => process.exit(0));`;

async function start(program: string, silentMs?: number): Promise<{ child: RunningChild; port: number }> {
  const port = await freePort();
  const file = join(folder, "program.mjs");
  await writeFile(file, program);
  child = startChild({
    name: "agency",
    file,
    env: { PORT: String(port) },
    url: `http://127.0.0.1:${port}`,
    ...(silentMs !== undefined && { silentMs }),
    log: (line) => lines.push(line),
  });
  return { child, port };
}

async function pids(count: number): Promise<readonly number[]> {
  for (let round = 0; round < 500; round++) {
    const found = lines.flatMap((line) => (line.startsWith("pid ") ? [Number(line.slice(4))] : []));
    if (found.length >= count) return found;
    await sleep(20);
  }
  throw new Error(`There were not ${count} starts, but these lines: ${lines.join(" | ")}`);
}

describe("a child process", () => {
  it("is ready when it says so, and its port is free again after its stop", async () => {
    const { child: running, port } = await start(healthy);
    await running.ready;
    await expect(requireFreePort(port, "HUB_PORT")).rejects.toThrow(`Port ${port} is taken`);
    await running.stop();
    await expect(requireFreePort(port, "HUB_PORT")).resolves.toBeUndefined();
  });

  it("is started again after it was killed, and says why", async () => {
    const { child: running } = await start(healthy);
    await running.ready;
    const [first = 0] = await pids(1);
    process.kill(first, "SIGKILL");
    const [, second] = await pids(2);
    expect(second).not.toBe(first);
    expect(lines).toContain("ended (by SIGKILL); starts again in 0.5 s");
  });

  it("is killed and started again when it runs on and answers nobody, but not for being slow at times", async () => {
    const { child: running, port } = await start(healthy, 1_200);
    await running.ready;
    const [first = 0] = await pids(1);
    for (let pause = 0; pause < 2; pause++) {
      await sleep(500);
      process.kill(first, "SIGSTOP");
      await sleep(600);
      process.kill(first, "SIGCONT");
      await fetch(`http://127.0.0.1:${port}`);
    }
    expect(lines).toEqual([`pid ${first}`]);
    process.kill(first, "SIGSTOP");
    await pids(2);
    const ended = "ended (by SIGKILL); starts again in 0.5 s";
    expect(lines.slice(1, 3)).toEqual(["has not answered for 1.2 s and is killed", ended]);
  });

  it("is killed and started again when it hangs before its first answer, later than one that has answered", { timeout: 20_000 }, async () => {
    const mark = join(folder, "mark");
    // Healthy at first, then hanging once.
    const hanging = `import { existsSync, readFileSync, writeFileSync } from "node:fs";
      const starts = existsSync("${mark}") ? readFileSync("${mark}", "utf8").length : 0;
      writeFileSync("${mark}", "x".repeat(starts + 1));
      if (starts === 1) { console.log("hangs"); await new Promise(() => setInterval(() => undefined, 1_000)); }`;
    await writeFile(join(folder, "hanging.mjs"), hanging);
    const { child: running } = await start(`import "./hanging.mjs";${healthy}`, 300);
    await running.ready;
    const [first = 0] = await pids(1);
    process.kill(first, "SIGKILL");
    const afterHanging = () => (lines.includes("hangs") ? lines.slice(lines.indexOf("hangs") + 1) : []);
    await expect.poll(() => afterHanging().length, { timeout: 15_000 }).toBeGreaterThan(1);
    expect(afterHanging()[0]).toBe("has not answered for 1.2 s and is killed");
    expect(afterHanging()[1]).toMatch(/^ended \(by SIGKILL\); starts again in /);
  });

  it("is not started again after its stop", async () => {
    const { child: running } = await start(healthy);
    await running.ready;
    await running.stop();
    await sleep(800);
    expect(lines.filter((line) => line.startsWith("pid "))).toHaveLength(1);
  });

  it("that is still starting ends with its parent", async () => {
    const file = join(folder, "program.mjs");
    await writeFile(file, `console.log("pid " + process.pid); setInterval(() => undefined, 1_000);`);
    const parentFile = join(folder, "parent.mjs");
    const childUrl = new URL("./child.ts", import.meta.url).href;
    const specification = { name: "agency", file, env: {}, url: "http://127.0.0.1:1" };
    await writeFile(
      parentFile,
      `import { startChild } from "${childUrl}"; startChild({ ...${JSON.stringify(specification)}, log: console.log });`,
    );
    const parent = spawn(process.execPath, [parentFile], { stdio: ["ignore", "pipe", "inherit"] });
    const [said] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(said.toString().trim().slice(4));
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    for (let round = 0; round < 250 && isAlive(pid); round++) await sleep(20);
    expect(isAlive(pid)).toBe(false);
  });

  it("that ends before it was ready is started once more", async () => {
    const mark = join(folder, "mark");
    const once = `import { existsSync, writeFileSync } from "node:fs";
      if (!existsSync("${mark}")) { writeFileSync("${mark}", ""); process.exit(1); }`;
    await writeFile(join(folder, "once.mjs"), once);
    const { child: running } = await start(`import "./once.mjs";${healthy}`);
    await expect(running.ready).resolves.toBeUndefined();
    expect(lines).toContain("ended (with exit code 1) before it was ready; starts once more");
  });

  it("that ends twice before it was ready fails the start with its last words", async () => {
    const { child: running } = await start(`console.error("The environment is incomplete."); process.exit(1);`);
    await expect(running.ready).rejects.toThrow("agency did not start: The environment is incomplete.");
  });
});
