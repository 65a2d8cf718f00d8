import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { positiveNumber } from "../../deploy/commands/positive-number.ts";
import { startSmallHub } from "../support/small-hub.ts";

// Asks a small hub for hours, half of the time at rest, and fails when its memory goes on growing after the first
// quarter: `npm run soak -- --hours 8`.
const { hours: length } = new Command("soak")
  // Status 1 says that memory grows.
  .exitOverride(({ exitCode }) => process.exit(exitCode && 2))
  .option("--hours <number>", "how long to ask, in hours", positiveNumber, 8)
  .parse()
  .opts<{ hours: number }>();

const SLOPE_MIB_PER_HOUR_MAX = 1;
const SAMPLE_EVERY_MS = 10_000;
const HOUR_MS = 3_600_000;

const endsAt = Date.now() + length * HOUR_MS;
const samples: { readonly hours: number; readonly mib: number }[] = [];
const beganAt = Date.now();
let asked = 0;

await using hub = await startSmallHub();
for (let sampleAt = beganAt; Date.now() < endsAt;) {
  const began = performance.now();
  const fields = "id homeOrganization { name } currentAssignment { country }";
  const { errors } = await hub.ask(`{ a${asked % 50}: roster { ${fields} } }`);
  if (errors) throw new Error(`The hub answered with errors: ${JSON.stringify(errors)}`);
  asked += 1;
  await sleep(performance.now() - began);
  if (Date.now() < sampleAt) continue;
  sampleAt = Date.now() + SAMPLE_EVERY_MS;
  globalThis.gc?.();
  samples.push({ hours: (Date.now() - beganAt) / HOUR_MS, mib: process.memoryUsage().rss / 2 ** 20 });
}

const settled = samples.slice(Math.floor(samples.length / 4));
const mean = (of: readonly number[]) => of.reduce((sum, value) => sum + value, 0) / of.length;
const [hours, mib] = [mean(settled.map((it) => it.hours)), mean(settled.map((it) => it.mib))];
const spread = settled.reduce((sum, it) => sum + (it.hours - hours) ** 2, 0);
const slope = settled.reduce((sum, it) => sum + (it.hours - hours) * (it.mib - mib), 0) / spread;
console.log(`${asked} requests, ${mib.toFixed(0)} MiB, ${slope.toFixed(2)} MiB more an hour`);
if (!(slope <= SLOPE_MIB_PER_HOUR_MAX)) process.exitCode = 1;
