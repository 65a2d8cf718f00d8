import type { NotedCall } from "../../cost/noted-calls.ts";

/** Calls that were under way together. */
export interface Step {
  readonly calls: readonly NotedCall[];
  /** From the start of the first to the end of the last. */
  readonly tookMs: number;
}

const endOf = ({ startedMs, tookMs }: NotedCall) => startedMs + tookMs;
const inTenths = (ms: number) => Math.round(ms * 10) / 10;

/** Calls as steps one after the other: a call that began after another had ended may have needed its answer. */
export function stepsOf(calls: readonly NotedCall[]): readonly Step[] {
  const steps: NotedCall[][] = [];
  for (const call of calls.toSorted((a, b) => a.startedMs - b.startedMs)) {
    const current = steps.at(-1);
    if (current?.every((other) => call.startedMs < endOf(other))) current.push(call);
    else steps.push([call]);
  }
  return steps.map((step) => ({
    calls: step,
    tookMs: inTenths(Math.max(...step.map(endOf)) - Math.min(...step.map(({ startedMs }) => startedMs))),
  }));
}

/** Milliseconds of all calls by agency, the longest first. */
export function timeByAgency(calls: readonly NotedCall[]): readonly (readonly [agency: string, ms: number])[] {
  const sums = new Map<string, number>();
  for (const { agency, tookMs } of calls) sums.set(agency, (sums.get(agency) ?? 0) + tookMs);
  return [...sums].map(([agency, ms]) => [agency, inTenths(ms)] as const).sort((a, b) => b[1] - a[1]);
}
