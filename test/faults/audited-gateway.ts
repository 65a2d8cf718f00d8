import { spawn } from "node:child_process";
import { createPublicKey, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { verifyLog } from "../../deploy/audit/verify-log.ts";
import { freePort } from "../../deploy/local/port.ts";
import { openAuditKeys } from "../../gateway/audit/keys.ts";
import { openLocalIssuer } from "../../gateway/identity/local-issuer.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { startAgency } from "../support/agencies.ts";
import { temporaryFolder } from "../support/audit.ts";
import { leaveConsoleOut } from "../support/leave-console-out.ts";
import { loggedAccesses } from "../support/logged-accesses.ts";

/** What a client saw of one request. */
export interface Seen {
  readonly requestId: string;
  readonly status: number;
  /** As the header has it; null without one. */
  readonly retryAfter: string | null;
  readonly text: string;
  readonly ms: number;
}

/** The gateway as a process, as often as a test wants it, always over the same log. */
export type AuditedGateways = Awaited<ReturnType<typeof auditedGateways>>;

const main = fileURLToPath(new URL("../../gateway/main.ts", import.meta.url));
const commissionSdl = readFileSync(new URL("../../schema/subgraphs/organization-commission.graphql", import.meta.url));

const QUERY = "query ($id: ID!) { member(id: $id) { homeCommittee { code } } }";

/** Prepares a folder for gateways, and the one agency of synthetic members that they call. */
export async function auditedGateways() {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  await leaveConsoleOut(path);
  const member = (id: string) => ({ id, homeCommittee: { code: "PTC-79" } });
  const commission = stack.use(
    await startAgency(commissionSdl.toString(), {
      Query: { member: (_: unknown, { id }: { id: string }) => member(id) },
    }),
  );
  const issuer = await openLocalIssuer(path);
  const clerk = personas.find(({ name }) => name === "province-clerk");
  const token = clerk ? await issuer.tokenFor(clerk) : "";
  await writeFile(join(path, "agencies.json"), JSON.stringify({ "organization-commission": { url: commission.url } }));
  await writeFile(join(path, "issuers.json"), JSON.stringify([issuer.trust]));
  const port = await freePort();
  const audit = { name: "hub.test/audit", folder: join(path, "log"), keysFolder: join(path, "keys") };
  const much = { requests: 1_000_000, cost: 100_000_000 };
  const env = {
    PATH: process.env["PATH"],
    NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"],
    HUB_PORT: String(port),
    HUB_DATA_DIR: path,
    GATEWAY_AGENCIES: join(path, "agencies.json"),
    GATEWAY_ISSUERS: join(path, "issuers.json"),
    GATEWAY_DOCUMENTS: "off",
    GATEWAY_BUDGETS: JSON.stringify({ caller: much, organization: much }),
    GATEWAY_LOG_LEVEL: "silent",
    AUDIT_LOG_NAME: audit.name,
    AUDIT_FOLDER: audit.folder,
    AUDIT_KEYS_FOLDER: audit.keysFolder,
    AUDIT_CHECKPOINT_SECONDS: "1",
  };

  /** Asks for a member, by default in the words of all others; null when no answer came. */
  const ask = async (query = QUERY): Promise<Seen | null> => {
    const requestId = randomUUID();
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${token}`,
      "x-purpose": "MEMBER_MANAGEMENT",
      "x-request-id": requestId,
    };
    const body = JSON.stringify({ query, variables: { id: `mb_${requestId.slice(0, 8)}` } });
    const begun = performance.now();
    try {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, { method: "POST", headers, body });
      const { status, headers: told } = response;
      const text = await response.text();
      return { requestId, status, retryAfter: told.get("retry-after"), text, ms: performance.now() - begun };
    } catch {
      return null;
    }
  };
  const statusOf = (route: string) =>
    fetch(`http://127.0.0.1:${port}${route}`).then(
      ({ status }) => status,
      () => 0,
    );

  /** Starts a gateway and waits until it is ready; it is killed on disposal. `limit` is words of a shell before it. */
  const start = async (limit = "") => {
    const command = ["-c", `${limit} exec "$@"`, "sh", process.execPath, main];
    const child = spawn("/bin/sh", command, { env, stdio: ["ignore", "ignore", "inherit"] });
    const exited = once(child, "exit");
    const kill = async () => {
      child.kill("SIGKILL");
      await exited;
    };
    while ((await statusOf("/ready")) !== 200) {
      if (child.exitCode !== null) throw new Error("The gateway did not start.");
      await setTimeout(20);
    }
    return { kill, [Symbol.asyncDispose]: kill };
  };

  /** Answers whose access does not stand in the log with exactly one intent and one outcome. */
  const unaccounted = async (answered: readonly Seen[]) => {
    const logged = Map.groupBy(await loggedAccesses(audit), ({ request }) => request);
    return answered.filter(({ requestId }) => {
      const accesses = logged.get(requestId) ?? [];
      return accesses.length !== 1 || accesses[0]?.outcomes.length !== 1;
    });
  };
  const verify = () => {
    const { privateKey } = openAuditKeys(audit.keysFolder, audit.name).signer;
    const key = { name: audit.name, publicKey: createPublicKey(privateKey) };
    return verifyLog({ ...audit, databaseUrl: null }, { key, witnesses: [], notes: [] });
  };
  const opened = stack.move();
  const dispose = () => opened.disposeAsync();
  return { folder: audit.folder, ask, statusOf, start, unaccounted, verify, [Symbol.asyncDispose]: dispose };
}

/** Keeps so many clients asking until told to stop; answers everything that they saw. */
export function askMany({ ask }: Pick<AuditedGateways, "ask">, clients: number) {
  const seen: Seen[] = [];
  const stopped = new AbortController();
  const client = async () => {
    while (!stopped.signal.aborted) {
      const one = await ask();
      if (one) seen.push(one);
      // While a gateway starts nobody answers, and whoever asks again and again takes its processor.
      else await setTimeout(50);
    }
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    seen,
    stop: async () => {
      stopped.abort();
      await all;
      return seen;
    },
  };
}

/** Whether an answer holds data about the member. */
export const isAnswered = ({ text }: Seen) => text.startsWith('{"data":{"member":{');
