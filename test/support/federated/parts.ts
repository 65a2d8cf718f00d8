import assert from "node:assert/strict";
import type { ExecutionResult } from "graphql";
import type { LaterPayload, PartedResult } from "../../../gateway/execution/answers.ts";
import type { OperationResult } from "../../../gateway/execution/answers.ts";

type Json = Record<string | number, unknown>;
type Part = OperationResult | PartedResult | LaterPayload;

/** An answer put together from its parts. */
export interface Merged extends ExecutionResult {
  /** Whether anything followed the first part. */
  readonly isParted: boolean;
  /** Where parts were lost as a whole: the objects that lack their fields. */
  readonly lost: readonly string[];
}

/** Everything that a client is sent, each part as it would be parsed. */
export async function partsOf(answer: Buffer | OperationResult | PartedResult): Promise<readonly Part[]> {
  if (Buffer.isBuffer(answer)) return [JSON.parse(answer.toString()) as OperationResult];
  const { later, ...first } = { later: [], ...answer };
  const parts: Part[] = [first];
  for await (const payload of later) parts.push(payload);
  return JSON.parse(JSON.stringify(parts)) as Part[];
}

/**
 * Puts an answer together as strictly as a client may be: nothing is sent twice, nothing is sent for what was not
 * announced, everything announced is completed once, and only the last part says that it is the last.
 */
export function mergeParts([first, ...later]: readonly Part[]): Merged {
  const { data, errors = [], pending = [] } = first as PartedResult;
  const open = new Map<string, readonly (string | number)[]>();
  const all: object[] = [...errors];
  const lost: string[] = [];
  const announce = (parts: PartedResult["pending"]) => {
    for (const { id, path } of parts) {
      assert(!open.has(id));
      assert(isObject(objectAt(data, path)), `${path.join(".")} is announced and is no object`);
      open.set(id, path);
    }
  };
  announce(pending);
  for (const [index, payload] of later.entries()) {
    const { pending = [], incremental = [], completed, hasNext } = payload as LaterPayload;
    for (const { id, data: fields, errors = [] } of incremental) {
      const target = objectAt(data, open.get(id)!);
      for (const name of Object.keys(fields)) assert(!Object.hasOwn(target, name), `${name} was sent twice`);
      for (const [name, value] of Object.entries(fields)) define(target, name, value);
      all.push(...errors);
    }
    announce(pending);
    for (const { id, errors = [] } of completed) {
      if (errors.length > 0) lost.push(open.get(id)!.join("."));
      all.push(...errors);
      assert(open.delete(id), `${id} was not announced`);
    }
    assert.equal(hasNext, index < later.length - 1);
  }
  assert.equal(open.size, 0, "what was announced is completed");
  return { data, ...(all.length > 0 && { errors: all }), isParted: later.length > 0, lost } as Merged;
}

/**
 * Throws unless what arrived is right, and what did not belongs to parts that were lost. Where agencies are at fault,
 * a value may also be null with an error at its place or below.
 */
export function expectOnlyPartsLost(
  { data, lost, errors = [] }: Merged,
  right: ExecutionResult,
  { isFaulty }: { readonly isFaulty: boolean },
): void {
  const faults = isFaulty ? errors.map(({ path = [] }) => `${path.join(".")}.`) : [];
  compare(data, right.data, "");

  function compare(value: unknown, expected: unknown, path: string): void {
    // Where a part is lost, a null of the whole answer does not rise out of it.
    if (expected === null && lost.some((it) => `${it}.`.startsWith(path))) return;
    if (value === null && faults.some((it) => it.startsWith(path))) return;
    if (Array.isArray(value) && Array.isArray(expected)) {
      assert.equal(value.length, expected.length, path);
      value.forEach((item, index) => compare(item, expected[index], `${path}${index}.`));
    } else if (isObject(value) && isObject(expected)) {
      for (const [name, inner] of Object.entries(value)) compare(inner, expected[name], `${path}${name}.`);
      const missing = Object.keys(expected).filter((name) => !Object.hasOwn(value, name));
      assert(missing.length === 0 || lost.includes(path.slice(0, -1)), `${path} lacks ${String(missing)}`);
    } else assert.deepEqual(value, expected, path);
  }
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const objectAt = (data: unknown, path: readonly (string | number)[]): Json =>
  path.reduce<unknown>((value, key) => (value as Json)[key], data) as Json;

/** Also where the name is one that objects inherit. */
const define = (target: Json, name: string, value: unknown) =>
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
