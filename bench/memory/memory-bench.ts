import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../deploy/local/port.ts";
import { contenders } from "../gateways/field.ts";
import { measure, type RunOptions } from "../gateways/measure.ts";
import { gatewayQuestions } from "../gateways/questions.ts";
import { startAgencies } from "../gateways/running-agencies.ts";
import { startContender } from "../gateways/running-contender.ts";
import { isWrkInstalled } from "../load/wrk-load.ts";
import { markdownTable } from "../measure/table.ts";
import { heldBy, type Held } from "./heap-of.ts";

/** How much to ask. */
export interface MemoryBenchOptions {
  readonly requests: number;
  /** Length of the load between two looks. */
  readonly seconds: number;
  readonly connections: number;
}

const MIB = 1024 * 1024;

/** Part of the requests after which caches are full and code is compiled; what is held before says nothing. */
const WARM_SHARE = 0.2;

/**
 * Asks the gateway so many requests of all three shapes and looks at its memory in between, garbage collected. Answers
 * a table and the slopes over all looks but the first ones.
 * @throws when an answer is wrong
 */
export async function benchMemory(options: MemoryBenchOptions, log: (line: string) => void): Promise<string> {
  const folder = fileURLToPath(new URL("../results/run", import.meta.url));
  await mkdir(folder, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const agencies = stack.use(await startAgencies());
  const here = fileURLToPath(new URL("../..", import.meta.url));
  const hub = (await contenders(agencies.all, folder, here, freePort)).find(({ name }) => name === "hub");
  if (!hub) throw new Error("The hub does not take part.");
  const inspectorPort = await freePort();
  const env = { ...hub.env, NODE_OPTIONS: `--inspect=127.0.0.1:${inspectorPort}` };
  const gateway = stack.use(await startContender({ ...hub, env }, "0", `${folder}/memory.log`));
  const { seconds, connections } = options;
  const run: RunOptions = { connections, seconds, isWrk: await isWrkInstalled(), callsSoFar: agencies.callsSoFar };
  const looks: (Held & { readonly requests: number })[] = [];
  for (let requests = 0; requests < options.requests; ) {
    for (const question of gatewayQuestions) {
      const { requestsPerSecond } = await measure(gateway, question, run);
      requests += Math.round(requestsPerSecond * seconds);
    }
    looks.push({ requests, ...(await heldBy(inspectorPort)) });
    const { heapBytes, rssBytes } = looks.at(-1) as Held;
    log(`${requests} requests: heap ${(heapBytes / MIB).toFixed(1)} MiB, RSS ${(rssBytes / MIB).toFixed(0)} MiB`);
  }
  const warm = looks.filter(({ requests }) => requests >= options.requests * WARM_SHARE);
  const inMib = (bytes: number) => (bytes / MIB).toFixed(2);
  const rows = looks.map(({ requests, heapBytes, rssBytes }) => [String(requests), inMib(heapBytes), inMib(rssBytes)]);
  const slope = (of: (held: Held) => number) => slopeOf(warm.map((look) => [look.requests, of(look)])).toFixed(3);
  const slopes = `Slope: heap ${slope((it) => it.heapBytes)}, RSS ${slope((it) => it.rssBytes)} bytes per request.`;
  return `${markdownTable(["requests", "heap MiB", "RSS MiB"], rows)}\n\n${slopes}`;
}

/** Slope of the line that fits points best, by least squares; 0 for less than two points. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  if (points.length < 2) return 0;
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
}
