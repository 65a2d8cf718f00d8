import type { Contender } from "./field.ts";
import { measure, type Measurement, type RunOptions } from "./measure.ts";
import { gatewayQuestions } from "./questions.ts";
import { askContender, startContender, type RunningContender } from "./running-contender.ts";

/** The measured gateway has a core for itself. */
const GATEWAY_CORE = "0";

/** The core that whoever asks and whoever answers share. */
export const OTHER_CORE = "1";

/** How contenders are measured one beside the other. */
export interface TurnOptions extends Pick<RunOptions, "isWrk" | "callsSoFar"> {
  /** Of each run. */
  readonly seconds: number;
  readonly rounds: number;
  readonly connections: readonly number[];
}

/** Starts a contender on the core of the measured; what it says goes to a file in `folder`. */
export const startPinned = (contender: Contender, folder: string): Promise<RunningContender> =>
  startContender(contender, GATEWAY_CORE, `${folder}/${contender.name.replaceAll(/\W+/g, "-")}.log`);

/**
 * Warms up, then measures everybody with every question and so many connections in each round.
 * @throws when anybody gives a wrong answer
 */
export async function measureInTurns(
  running: readonly RunningContender[],
  { seconds, rounds, connections, ...run }: TurnOptions,
  log: (line: string) => void,
): Promise<readonly Measurement[]> {
  for (const contender of running) await warmUp(contender, { ...run, connections: 16, seconds: Math.min(seconds, 2) });
  const measurements: Measurement[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    for (const question of gatewayQuestions) {
      log(`Round ${round} of ${rounds}: ${question.name}.`);
      for (const count of connections)
        // Each round begins with another contender, so that none always follows the same one.
        for (const contender of rotated(running, round))
          measurements.push(await measure(contender, question, { ...run, connections: count, seconds }));
    }
  }
  return measurements;
}

/** Compares one answer to each question, then runs everything until plans and code are hot. */
async function warmUp(contender: RunningContender, run: RunOptions): Promise<void> {
  for (const question of gatewayQuestions) {
    for (const request of question.requests.slice(0, 3)) await askContender(contender, request);
    await measure(contender, question, run);
  }
}

const rotated = <Item>(items: readonly Item[], by: number): readonly Item[] => {
  const start = by % (items.length || 1);
  return [...items.slice(start), ...items.slice(0, start)];
};
