import { cpus } from "node:os";
import { median } from "../load/load.ts";
import { markdownTable, shortNumber } from "../measure/table.ts";
import { GRAFBASE, STOCK } from "./field.ts";
import type { Measurement } from "./measure.ts";

/** How the measurements came about. */
export interface ReportOptions {
  readonly seconds: number;
  readonly rounds: number;
  readonly isWrk: boolean;
  /** Contenders that could not run, each with its reason. */
  readonly absent: readonly string[];
}

const HEADS = ["question", "connections", "gateway", "CPU-ms", `of ${STOCK}`, `of ${GRAFBASE}`, "requests/s"].concat([
  "p50 ms",
  "p99 ms",
  "RSS MiB",
  "agency calls",
  "bytes",
]);

const OTHER_FIGURES = ["requestsPerSecond", "p50Ms", "p99Ms", "rssMib", "agencyCalls", "bytes"] as const;

/**
 * One table: medians over the rounds, and how the processor time of the gateway for a request stands to that of the
 * stock gateway and of Grafbase in the same run.
 */
export function report(measurements: readonly Measurement[], { absent, ...run }: ReportOptions): string {
  const groups = Map.groupBy(measurements, ({ question, connections }) => `${question}/${connections}`);
  const rows = [...groups].flatMap(([group, ofGroup]) => {
    const byContender = Map.groupBy(ofGroup, ({ contender }) => contender);
    const cpuMsOf = (contender: string) => middle(byContender.get(contender) ?? [], "cpuMs");
    return [...byContender]
      .toSorted(([one], [other]) => cpuMsOf(one) - cpuMsOf(other))
      .map(([contender, runs]) => {
        const cpuMs = cpuMsOf(contender);
        const cpu = [cpuMs, cpuMs / cpuMsOf(STOCK), cpuMs / cpuMsOf(GRAFBASE)];
        const others = OTHER_FIGURES.map((figure) => middle(runs, figure));
        return [...group.split("/"), contender, ...[...cpu, ...others].map(shortNumber)];
      });
  });
  return [runNote(run), ...absent.map((line) => `Absent: ${line}.`), "", markdownTable(HEADS, rows)].join("\n");
}

/** When, on what and how long it was measured. */
export function runNote({ seconds, rounds, isWrk }: Omit<ReportOptions, "absent">): string {
  const day = new Date().toISOString().slice(0, 10);
  const generator = isWrk ? "wrk" : "autocannon";
  const head = `${day}, ${cpus()[0]?.model.trim()}, Node ${process.versions.node}, load by ${generator}`;
  return `${head}: medians of ${rounds} rounds of ${seconds} s, the gateway alone on one core.`;
}

/** The median of a figure over some runs; NaN when there are none. */
export const middle = (runs: readonly Measurement[], figure: keyof Omit<Measurement, "contender" | "question">) =>
  median(runs.map((run) => run[figure]));
