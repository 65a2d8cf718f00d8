import { Agent } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { send, type Shot } from "./send.ts";

/** Somebody who asks an ordinary question again and again, on a connection of their own. */
export interface Control {
  /**
   * Longest wait in milliseconds while `attack` went on, with so many between questions; of more than a hundred waits
   * the longest one in a hundred is left out, since the machine has its own. Throws when a question was not answered as
   * always.
   */
  readonly during: (attack: () => Promise<unknown>, pauseMs?: number) => Promise<number>;
  /** What nobody has to wait longer than: ten times the worst of undisturbed questions, and a machine's hiccup. */
  readonly limitMs: number;
}

const UNDISTURBED = 100;
const PAUSE_MS = 2;

/** On shared machines a process may be put aside for so long without anybody's fault. */
const HICCUP_MS = 250;

/** Asks undisturbed first, to know what is normal here and now. */
export async function startControl(url: string, question: Shot): Promise<Control> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  // The first questions of a fresh hub wait for its planner and may find an agency slow.
  for (let asked = 0; asked < 5; asked += 1) await send(url, question, agent);
  const usual = (await send(url, question, agent)).text;
  const ask = async () => {
    const began = performance.now();
    const { text } = await send(url, question, agent);
    if (text !== usual) throw new Error(`The control question was answered differently: ${text}`);
    return performance.now() - began;
  };
  const times: number[] = [];
  for (let asked = 0; asked < UNDISTURBED; asked += 1) times.push(await ask());
  const p99 = times.toSorted((a, b) => a - b)[UNDISTURBED - 2] ?? 0;
  return {
    limitMs: 10 * p99 + HICCUP_MS,
    async during(attack, pauseMs = PAUSE_MS) {
      const over = new AbortController();
      const askOn = async () => {
        const waits = [await ask()];
        while (!over.signal.aborted) {
          await sleep(pauseMs);
          waits.push(await ask());
        }
        return waits.toSorted((a, b) => b - a)[Math.floor(waits.length / 100)] ?? 0;
      };
      const worst = askOn();
      await attack().finally(() => over.abort());
      return worst;
    },
  };
}
