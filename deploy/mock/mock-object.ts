import { createHash } from "node:crypto";
import { randomOf, type Random } from "../synthetic/random.ts";

/** An object of the mock graph: its type, and a name from which everything about it follows. */
export interface MockObject {
  readonly __typename: string;
  /** The same name gives the same facts, whoever asks, in whatever order. */
  readonly name: string;
  /** Facts that were given from outside, such as the key by which somebody asked. */
  readonly given: Readonly<Record<string, unknown>>;
}

/** An object that is told from others of its type by its name. */
export const mockObject = (
  typename: string,
  name: string,
  given: Readonly<Record<string, unknown>> = {},
): MockObject => ({ __typename: typename, name, given });

/** The draws that belong to a fact of an object. */
export function drawsOf(seed: number, { __typename, name }: MockObject, fact: string): Random {
  const digest = createHash("sha256").update(`${__typename}\n${name}\n${fact}`).digest();
  return randomOf(seed, digest.readInt32LE(0), digest.readInt32LE(4));
}
