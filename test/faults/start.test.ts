import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual, promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { agencyProcesses } from "../../deploy/local/agencies.ts";
import { freePort } from "../../deploy/local/port.ts";
import { readPostmasterFile } from "../../deploy/postgres/postmaster-file.ts";
import { leaveConsoleOut } from "../support/leave-console-out.ts";

const repository = fileURLToPath(new URL("../..", import.meta.url));
let dataFolder: string;

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), "hub-start-"));
  await leaveConsoleOut(dataFolder);
});

// A process that is ending may still write compiled modules there.
afterAll(() => rm(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));

/** What Node has compiled is taken from the whole run's folder: a start from nothing compiles for ten processes. */
const { PATH, NODE_COMPILE_CACHE } = process.env;

/** `npm start` without npm: `process.execPath` is the Node that npm would have chosen. */
function startHub(env: Readonly<Record<string, string>>): ChildProcess {
  const inherited = { PATH, NODE_COMPILE_CACHE, HUB_DATA_DIR: dataFolder };
  return spawn(process.execPath, ["deploy/hub.ts", "start"], { cwd: repository, env: { ...inherited, ...env } });
}

async function outcomeOf(hub: ChildProcess): Promise<{ code: number; complaint: string }> {
  if (!hub.stderr) throw new Error("The hub's standard error is not piped.");
  const [[code], complaint] = await Promise.all([once(hub, "exit") as Promise<[number]>, text(hub.stderr)]);
  return { code, complaint };
}

describe("a start that cannot succeed ends with one clear sentence and exit code 1", () => {
  it("when the port is taken", async () => {
    const occupant = createServer().listen(0, "127.0.0.1");
    await once(occupant, "listening");
    const { port } = occupant.address() as AddressInfo;
    const sentence = `Port ${port} is taken: stop the program that uses it, or set HUB_PORT to another one.\n`;
    expect(await outcomeOf(startHub({ HUB_PORT: String(port) }))).toEqual({ code: 1, complaint: sentence });
    occupant.close();
  });

  it.each([
    [
      "is no URL of PostgreSQL",
      "localhost",
      /^The environment is not right:\n {2}DATABASE_URL: must be a URL that begins with/,
    ],
    [
      "leads nowhere",
      "postgres://hub:secret@127.0.0.1:1/postgres",
      /^DATABASE_URL leads to no usable PostgreSQL at 127\.0\.0\.1:1/,
    ],
  ])("when DATABASE_URL %s", async (_, url, sentence) => {
    const { code, complaint } = await outcomeOf(startHub({ HUB_PORT: String(await freePort()), DATABASE_URL: url }));
    expect(code).toBe(1);
    expect(complaint).toMatch(sentence);
    expect(complaint).not.toContain("secret");
    expect(complaint.trim().split("\n").length).toBeLessThanOrEqual(2);
  });

  it("when the databases are somebody else's and nobody is named who may ask for them", async () => {
    const urls = agencyProcesses.map(({ urlVariable }) => [urlVariable, "postgres://hub@127.0.0.1:1/real"]);
    const env = { ...Object.fromEntries(urls), ORGANIZATION_COMMISSION_INDEX_KEY: "k".repeat(32) };
    const { code, complaint } = await outcomeOf(startHub({ HUB_PORT: String(await freePort()), ...env }));
    expect(code).toBe(1);
    expect(complaint).toBe("GATEWAY_ISSUERS is missing: with databases of your own, say whose tokens count.\n");
  });

  it("when the password of DATABASE_URL is wrong", async () => {
    const url = new URL(inject("postgresAdminUrl"));
    url.password = "wrong";
    const { code, complaint } = await outcomeOf(
      startHub({ HUB_PORT: String(await freePort()), DATABASE_URL: url.href }),
    );
    expect(code).toBe(1);
    expect(complaint).toMatch(/^DATABASE_URL leads to no usable PostgreSQL at .*: password authentication failed/);
  });
});

/** The hub, once it says that it answers. */
async function running(port: number): Promise<ChildProcess> {
  const hub = startHub({ HUB_PORT: String(port) });
  const said: string[] = [];
  if (!hub.stdout || !hub.stderr) throw new Error("The hub's output is not piped.");
  createInterface({ input: hub.stderr }).on("line", (line) => said.push(line));
  for await (const line of createInterface({ input: hub.stdout })) {
    said.push(line);
    if (line === "Ctrl-C stops everything.") {
      hub.stdout.resume();
      return hub;
    }
  }
  throw new Error(`The hub did not start:\n${said.join("\n")}`);
}

/** The answer to the request that the start wrote down for its reader, asked as the start says. */
async function dossier(port: number): Promise<unknown> {
  const token = (await readFile(join(dataFolder, "tokens/province-clerk"), "utf8")).trim();
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": "MEMBER_MANAGEMENT",
    },
    body: await readFile(join(dataFolder, "member-dossier.json"), "utf8"),
  });
  return response.json();
}

/** Whether it comes true within 30 s. */
async function isTrueSoon(condition: () => Promise<boolean>): Promise<boolean> {
  for (const started = Date.now(); Date.now() - started < 30_000; await sleep(50)) {
    if (await condition()) return true;
  }
  return false;
}

async function isServing(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health`).then(
    () => true,
    () => false,
  );
}

describe("the hub started in an empty folder", () => {
  it("answers the headline query, also after kill -9 of its database and of itself, and stops on SIGTERM", async () => {
    const port = await freePort();
    const first = await running(port);
    const answer = await dossier(port);
    expect(answer).not.toHaveProperty("errors");
    expect(answer).toMatchObject({
      data: {
        member: {
          homeOrganization: { name: expect.any(String) },
          homeRecord: { name: { full: expect.any(String) } },
          currentAssignment: { state: expect.any(String) },
        },
      },
    });

    // A command that needs the databases joins those of the running hub and leaves them running.
    const snapshot = ["deploy/hub.ts", "statistics", "snapshot", "--day", "2026-06-30"];
    const env = { PATH, NODE_COMPILE_CACHE, HUB_DATA_DIR: dataFolder };
    const { stdout } = await promisify(execFile)(process.execPath, snapshot, { cwd: repository, env });
    expect(stdout).toBe("The statistics of 2026-06-30 stand as published, version 1.\n");

    const server = await readPostmasterFile(join(dataFolder, "postgres/data"));
    process.kill(server?.pid ?? 0, "SIGKILL");
    expect(
      await isTrueSoon(async () => (await readPostmasterFile(join(dataFolder, "postgres/data")))?.pid !== server?.pid),
    ).toBe(true);
    expect(await isTrueSoon(async () => isDeepStrictEqual(await dossier(port), answer))).toBe(true);

    first.kill("SIGKILL");
    await once(first, "exit");
    expect(await isTrueSoon(async () => !(await isServing(port)))).toBe(true);

    const second = await running(port);
    expect(await dossier(port)).toEqual(answer);
    second.kill("SIGTERM");
    expect(await once(second, "exit")).toEqual([0, null]);
    expect(await isServing(port)).toBe(false);
  }, 180_000);
});
