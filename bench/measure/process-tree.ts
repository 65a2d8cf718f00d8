import { readdirSync, readFileSync } from "node:fs";

/** The kernel counts processor time in hundredths of a second for everybody, whatever its own clock. */
const MS_PER_TICK = 10;

/** A process and all below it, by id. Linux only: it reads /proc. */
export function processTree(root: number): readonly number[] {
  const children = Map.groupBy(allProcesses(), ({ parent }) => parent);
  const below = (pid: number): number[] => {
    return [pid, ...(children.get(pid) ?? []).flatMap(({ pid: child }) => below(child))];
  };
  return below(root);
}

/**
 * The one process below this one whose command line holds `fragment`.
 * @throws when there is none, or more than one
 */
export function processBelow(fragment: string): number {
  const found = processTree(process.pid).filter((pid) => read(pid, "cmdline")?.includes(fragment));
  const [pid] = found;
  if (pid === undefined || found.length > 1) throw new Error(`${found.length} processes run ${fragment}, not one.`);
  return pid;
}

/** Processor time that the processes have taken so far, user and system together. */
export const cpuMsOf = (pids: readonly number[]): number =>
  MS_PER_TICK * sum(pids.map((pid) => Number(stat(pid)?.[11] ?? 0) + Number(stat(pid)?.[12] ?? 0)));

/** Processor time that each of the processes has taken so far, by id. */
export const cpuMsByProcess = (pids: readonly number[]): ReadonlyMap<number, number> =>
  new Map(pids.map((pid) => [pid, cpuMsOf([pid])]));

/** Processor time taken since by those that still run; what an ended one took nobody knows. */
export const cpuMsSince = (before: ReadonlyMap<number, number>): number =>
  sum([...before].map(([pid, ms]) => Math.max(0, cpuMsOf([pid]) - ms)));

/** Memory of the processes that is in RAM now, in MiB. What they share counts for each. */
export const rssMibOf = (pids: readonly number[]): number =>
  sum(pids.map((pid) => Number(/^VmRSS:\s+(\d+) kB$/m.exec(read(pid, "status") ?? "")?.[1] ?? 0) / 1024));

function allProcesses(): readonly { readonly pid: number; readonly parent: number }[] {
  const pids = readdirSync("/proc").flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
  return pids.flatMap((pid) => {
    const parent = stat(pid)?.[1];
    return parent === undefined ? [] : [{ pid, parent: Number(parent) }];
  });
}

/** The fields of /proc/PID/stat from the state on; the name before it may hold blanks and brackets. */
const stat = (pid: number) =>
  read(pid, "stat")
    ?.replace(/^.*\) /s, "")
    .split(" ");

function read(pid: number, file: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return undefined; // It has ended since it was listed.
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
