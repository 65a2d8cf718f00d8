import { execFileSync } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openLocalIssuer } from "../../gateway/identity/local-issuer.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { middle, runNote } from "../gateways/report.ts";
import { measureInTurns, OTHER_CORE, startPinned } from "../gateways/take-turns.ts";
import type { Measurement } from "../gateways/measure.ts";
import { startAgencies } from "../gateways/running-agencies.ts";
import type { RunningContender } from "../gateways/running-contender.ts";
import { isWrkInstalled } from "../load/wrk-load.ts";
import type { Headers } from "../load/load.ts";
import { markdownTable, shortNumber } from "../measure/table.ts";
import { ENGINE_ALONE, trustStages, WITH_AUDIT } from "./stages.ts";

/** How hard and how long to measure. */
export interface TrustBenchOptions {
  /** Of each run; there are as many as rounds times stages times questions times connections. */
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: readonly number[];
}

/** Callers of the variation in which hardly two requests under way are of the same one. */
const CALLERS = 200;

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Measures what identity, rights, envelope and audit add to the gateway, one after the other, and answers a report in
 * Markdown. Calls may be shared between requests of one caller only, so that many callers are measured once with all
 * of trust and once with nothing of it but their names.
 * @throws when a stage does not start or gives a wrong answer
 */
export async function benchTrust(options: TrustBenchOptions, log: (line: string) => void): Promise<string> {
  execFileSync("taskset", ["-acp", OTHER_CORE, String(process.pid)]);
  const folder = here("../results/run");
  await mkdir(folder, { recursive: true });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => rm(join(folder, "logs"), { recursive: true, force: true }));
  const agencies = stack.use(await startAgencies());
  const callers = await callersOf(folder);
  const one = callers.slice(0, 1);
  const running: RunningContender[] = [];
  for (const stage of await trustStages(agencies.all, folder)) {
    log(`Starting ${stage.name}.`);
    const started = stack.use(await startPinned(stage, folder));
    running.push({ ...started, callers: stage.name === ENGINE_ALONE ? [] : one });
  }
  const [, named, , , audited] = running;
  if (named && audited)
    running.push({ ...named, name: MANY_NAMED, callers }, { ...audited, name: MANY_AUDITED, callers });
  const isWrk = await isWrkInstalled();
  const measurements = await measureInTurns(running, { ...options, isWrk, callsSoFar: agencies.callsSoFar }, log);
  const stages = running.map(({ name }) => name);
  return `${runNote({ ...options, isWrk })}\n\n${tableOf(measurements, stages)}`;
}

const MANY_NAMED = `${CALLERS} callers, + identity`;
const MANY_AUDITED = `${CALLERS} callers, ${WITH_AUDIT}`;

const HEADS = ["question", "connections", "stage", "CPU-ms", "times", "requests/s", "p50 ms", "p99 ms", "agency calls"];
const OTHER_FIGURES = ["requestsPerSecond", "p50Ms", "p99Ms", "agencyCalls"] as const;

/** Medians over the rounds; *times* is of the engine alone, or of callers' names alone. */
function tableOf(measurements: readonly Measurement[], stages: readonly string[]): string {
  const groups = Map.groupBy(measurements, ({ question, connections }) => `${question}/${connections}`);
  const rows = [...groups].flatMap(([group, ofGroup]) => {
    const byStage = Map.groupBy(ofGroup, ({ contender }) => contender);
    const cpuMsOf = (stage: string) => middle(byStage.get(stage) ?? [], "cpuMs");
    return stages.map((stage) => {
      const base = cpuMsOf(isMany(stage) ? MANY_NAMED : ENGINE_ALONE);
      const others = OTHER_FIGURES.map((figure) => middle(byStage.get(stage) ?? [], figure));
      return [...group.split("/"), stage, ...[cpuMsOf(stage), cpuMsOf(stage) / base, ...others].map(shortNumber)];
    });
  });
  return markdownTable(HEADS, rows);
}

const isMany = (stage: string) => stage === MANY_NAMED || stage === MANY_AUDITED;

/** Headers of callers with the same rights. */
async function callersOf(folder: string): Promise<readonly Headers[]> {
  const { tokenFor } = await openLocalIssuer(folder);
  const officer = personas.find(({ name }) => name === "foreign-ministry-officer");
  if (!officer) throw new Error("There is no such persona.");
  return Promise.all(
    Array.from({ length: CALLERS }, async (_, number) => ({
      authorization: `Bearer ${await tokenFor({ ...officer, name: `officer-${number}` })}`,
      "x-purpose": "OVERSEAS_MANAGEMENT",
    })),
  );
}
