import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { readHubConfig } from "../../deploy/config.ts";
import { openDatabases } from "../../deploy/local/databases.ts";
import { startHub } from "../../deploy/local/hub.ts";
import { migrateAll } from "../../deploy/local/migrations.ts";
import { freePort } from "../../deploy/local/port.ts";
import { defaultNation, seedOnce } from "../../deploy/local/seed.ts";
import { bundleVersion } from "../../gateway/console/bundle.ts";
import { autocannonLoad } from "../load/autocannon-load.ts";
import type { Load } from "../load/load.ts";
import { cpuMsByProcess, cpuMsOf, cpuMsSince, processBelow, processTree, rssMibOf } from "../measure/process-tree.ts";
import { markdownTable, shortNumber } from "../measure/table.ts";
import { benchCaller } from "./bench-caller.ts";
import { databaseWork, SETTLE_MS } from "./database-work.ts";
import { ask, hubQuestions, type Asking, type Question } from "./questions.ts";

/** How hard and how long to ask. */
export interface HubBenchOptions {
  /** Of each run; there are as many as questions times connections. */
  readonly seconds: number;
  readonly connections: readonly number[];
  /** Members of the synthetic nation; the default nation when absent. */
  readonly members?: number | undefined;
  /** Whether to look only if everything works, without waiting until the databases have told what they did. */
  readonly isQuick: boolean;
}

/** Members to ask for; enough that no cache could answer for them all, few enough to verify each before the load. */
const DOSSIERS = 300;

/** Enough to see whether it works. */
const DOSSIERS_QUICK = 30;

/** Departures for each member, as in the whole nation since 2014. */
const DEPARTURE_SHARE = 403_300 / 5_600_000;

/** More than any load spends: what is measured is the hub and not its patience. */
const BOUNDLESS = { requests: 100_000_000, cost: 100_000_000 };

const HEADS = [
  "question",
  "connections",
  "requests/s",
  "p50 ms",
  "p99 ms",
  "gateway CPU-ms",
  "all CPU-ms",
  "SQL statements",
  "database ms",
  "RSS MiB",
];

/**
 * Starts the whole hub over its own databases under `.data/bench`, asks it, and answers one Markdown table. Beside the
 * processor time of the gateway stands that of all processes of the hub, databases included, then the SQL statements and
 * the time in which databases executed, each per request.
 * @throws when any answer is wrong, before the load or under it
 */
export async function benchHub({ seconds, connections, members, isQuick }: HubBenchOptions): Promise<string> {
  const folder = fileURLToPath(new URL(`../../.data/bench${members ? `-${members}` : ""}`, import.meta.url));
  // Nobody looks at the console; without its folder the first start would build it beside what is measured.
  await mkdir(`${folder}/console/${bundleVersion()}`, { recursive: true });
  const { issuersFile, headers } = await benchCaller(`${folder}/issuer`);
  const own = {
    HUB_PORT: String(await freePort()),
    HUB_DATA_DIR: folder,
    GATEWAY_ISSUERS: issuersFile,
    GATEWAY_BUDGETS: JSON.stringify({ caller: BOUNDLESS, organization: BOUNDLESS }),
  };
  await using databases = await openDatabases(readHubConfig({ ...process.env, ...own }));
  const { adminUrl } = databases;
  if (adminUrl === null) throw new Error("The bench makes its databases itself.");
  const serviceUrls = [...databases.urls.values()].map(({ serviceUrl }) => serviceUrl);
  await migrateAll(databases);
  await seedOnce(databases, logOf("bench"), members ? nationOf(members) : defaultNation);
  const config = readHubConfig({ ...process.env, ...own, DATABASE_URL: adminUrl });
  await using hub = await startHub(config, logOf);
  const asking = { url: `${hub.url}/graphql`, headers };
  const gateway = processBelow("gateway/main.ts");
  const settleMs = isQuick ? 0 : SETTLE_MS;
  const rows: string[][] = [];
  for (const question of await hubQuestions(asking, isQuick ? DOSSIERS_QUICK : DOSSIERS)) {
    const answers = await wholeAnswers(asking, question);
    const bodies = question.variables.map((variables) => JSON.stringify({ query: question.query, variables }));
    for (const count of connections) {
      const hubProcesses = processTree(process.pid).filter((pid) => pid !== process.pid);
      const workBefore = await databaseWork(adminUrl, serviceUrls, settleMs);
      const before = [cpuMsOf([gateway]), cpuMsByProcess(hubProcesses)] as const;
      const load = await autocannonLoad(
        { ...asking, bodies, callers: [asking.headers], connections: count, seconds },
        answers,
      );
      const gatewayMs = (cpuMsOf([gateway]) - before[0]) / load.requests;
      const allMs = cpuMsSince(before[1]) / load.requests;
      refuseWrong(load, question.name);
      const work = await databaseWork(adminUrl, serviceUrls, settleMs);
      const perRequest = [
        gatewayMs,
        allMs,
        (work.statements - workBefore.statements) / load.requests,
        (work.activeMs - workBefore.activeMs) / load.requests,
      ];
      const numbers = [load.requestsPerSecond, load.p50Ms, load.p99Ms, ...perRequest, rssMibOf([gateway])];
      rows.push([question.name, String(count), ...numbers.map(shortNumber)]);
    }
  }
  return markdownTable(HEADS, rows);
}

const nationOf = (members: number) => ({
  ...defaultNation,
  members,
  departures: Math.round(members * DEPARTURE_SHARE),
});

/** Few enough that no agency runs out of time before its code is warm. */
const AT_ONCE = 8;

/** Asks everything once, so that each answer is known to be whole and the plan and the code are warm. */
async function wholeAnswers(asking: Asking, { name, query, variables, isWhole }: Question): Promise<readonly string[]> {
  if (variables.length === 0) throw new Error(`There is nothing to ask for ${name}.`);
  const texts: string[] = [];
  for (let start = 0; start < variables.length; start += AT_ONCE) {
    const asked = variables.slice(start, start + AT_ONCE).map(async (each) => {
      const { text, data } = await ask(asking, query, each);
      if (isWhole(data)) return text;
      throw new Error(`The answer to ${name} ${JSON.stringify(each)} lacks something: ${text.slice(0, 300)}`);
    });
    texts.push(...(await Promise.all(asked)));
  }
  return texts;
}

function refuseWrong({ wrong, requests, firstWrong }: Load, question: string): void {
  if (wrong === 0 && requests > 0) return;
  const example = firstWrong === undefined ? "" : `, the first of them ending in: ${firstWrong.slice(-500)}`;
  throw new Error(`${wrong} of ${requests} answers to ${question} were wrong${example}`);
}

/** What the hub does about its data; the processes' own lines are told only where they ask for action. */
const logOf = (name: string) => (line: string) => {
  if (name === "hub" || /did not start|starts again/.test(line)) console.error(`[${name}] ${line}`);
};
