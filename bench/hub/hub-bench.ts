import { fileURLToPath } from "node:url";
import { readHubConfig } from "../../deploy/config.ts";
import { startHub } from "../../deploy/local/hub.ts";
import { freePort } from "../../deploy/local/port.ts";
import { autocannonLoad } from "../load/autocannon-load.ts";
import type { Load } from "../load/load.ts";
import { cpuMsOf, processBelow, processTree, rssMibOf } from "../measure/process-tree.ts";
import { markdownTable, shortNumber } from "../measure/table.ts";
import { benchCaller } from "./bench-caller.ts";
import { ask, hubQuestions, type Asking, type Question } from "./questions.ts";

/** How hard and how long to ask. */
export interface HubBenchOptions {
  /** Of each run; there are as many as questions times connections. */
  readonly seconds: number;
  readonly connections: readonly number[];
}

/** More than any load spends: what is measured is the hub and not its patience. */
const BOUNDLESS = { requests: 100_000_000, cost: 100_000_000 };

const HEADS = ["question", "connections", "requests/s", "p50 ms", "p99 ms", "gateway CPU-ms", "all CPU-ms", "RSS MiB"];

/**
 * Starts the whole hub over its own databases under `.data/bench`, asks it, and answers one Markdown table. Beside the
 * processor time of the gateway stands that of all processes of the hub, databases included, each per request.
 * @throws when any answer is wrong, before the load or under it
 */
export async function benchHub({ seconds, connections }: HubBenchOptions): Promise<string> {
  const folder = fileURLToPath(new URL("../../.data/bench", import.meta.url));
  const { issuersFile, headers } = await benchCaller(`${folder}/issuer`);
  const own = {
    HUB_PORT: String(await freePort()),
    HUB_DATA_DIR: folder,
    GATEWAY_ISSUERS: issuersFile,
    GATEWAY_BUDGETS: JSON.stringify({ caller: BOUNDLESS, organization: BOUNDLESS }),
  };
  const config = readHubConfig({ ...process.env, ...own });
  await using hub = await startHub(config, logOf);
  const asking = { url: `${hub.url}/graphql`, headers };
  const gateway = processBelow("gateway/main.ts");
  const rows: string[][] = [];
  for (const question of await hubQuestions(asking)) {
    const answers = await wholeAnswers(asking, question);
    const bodies = question.variables.map((variables) => JSON.stringify({ query: question.query, variables }));
    for (const count of connections) {
      const hubProcesses = processTree(process.pid).filter((pid) => pid !== process.pid);
      const before = [cpuMsOf([gateway]), cpuMsOf(hubProcesses)] as const;
      const load = await autocannonLoad({ ...asking, bodies, connections: count, seconds }, answers);
      const gatewayMs = (cpuMsOf([gateway]) - before[0]) / load.requests;
      const allMs = (cpuMsOf(hubProcesses) - before[1]) / load.requests;
      refuseWrong(load, question.name);
      const numbers = [load.requestsPerSecond, load.p50Ms, load.p99Ms, gatewayMs, allMs, rssMibOf([gateway])];
      rows.push([question.name, String(count), ...numbers.map(shortNumber)]);
    }
  }
  return markdownTable(HEADS, rows);
}

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
