import { isDeepStrictEqual } from "node:util";
import { numberOptions } from "../../support/number-options.ts";
import { RIGHTS_COUNT, tryPair } from "./leaks.ts";

/**
 * Tries so many random pairs of document and rights: `npm run hunt-leaks -- --pairs 100000 --seed 1`. Ends with status 1
 * at the first leak, printing it.
 */
const options = { pairs: 100_000, seed: 1 };
const { pairs, seed } = numberOptions(options).parse().opts<typeof options>();

/** A small generator of numbers that a seed repeats (mulberry32). */
function numbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

const next = numbers(seed);
const began = performance.now();
let tried = 0;
let withDenials = 0;
let discarded = 0;
while (tried < pairs) {
  const tape = Array.from({ length: 10 + (next() % 150) }, () => next() % 256);
  const finding = tryPair(tape, next() % RIGHTS_COUNT);
  if (finding === undefined) {
    discarded += 1;
    continue;
  }
  tried += 1;
  withDenials += finding.paths.length > 0 ? 1 : 0;
  const isRight =
    finding.leaks.length === 0 &&
    isDeepStrictEqual(finding.answer, finding.expectedAnswer) &&
    isDeepStrictEqual(finding.paths, finding.expectedPaths);
  if (isRight) continue;
  console.error(JSON.stringify(finding, null, 1));
  process.exit(1);
}
const seconds = ((performance.now() - began) / 1000).toFixed(1);
const aside = `${seconds} s; ${discarded} invalid documents left out`;
console.log(`${tried} pairs, ${withDenials} with something denied, 0 leaks (${aside})`);
