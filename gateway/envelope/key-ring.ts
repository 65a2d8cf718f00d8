import { readEnvelopeKeys, type EnvelopeKey } from "#contract/envelope-keys.ts";
import { z } from "zod";

/** The key that signs for each agency process: `foreign-ministry`, or `provincial-committees/north` for an instance. */
export type KeyRing = ReadonlyMap<string, EnvelopeKey>;

/**
 * Reads a key file: JSON with the keys of each process as `readEnvelopeKeys` reads them, of which the first one signs.
 * @throws Error that names each process whose keys are at fault, and repeats no key
 */
export function readKeyRing(text: string): KeyRing {
  const keys = z.record(z.string(), z.string()).parse(parseJson(text));
  const problems: string[] = [];
  const entries = Object.entries(keys).flatMap(([process, own]) => {
    try {
      return [[process, readEnvelopeKeys(own)[0]] as const];
    } catch (error) {
      problems.push(`${process}: ${(error as Error).message}`);
      return [];
    }
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return new Map(entries);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("the file is not JSON");
  }
}
