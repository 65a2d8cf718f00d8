import type { Fault } from "./faults.ts";

/** What agencies have answered so far, under private names. */
export interface TreeObject {
  [name: string]: TreeValue | undefined;
}

/** A verified value, or the fault that stands in its place. Values of custom scalars are kept as they came. */
export type TreeValue = null | string | number | boolean | Fault | TreeObject | TreeValue[] | CustomValue;

/** The JSON of a custom scalar; nothing looks inside. */
export interface CustomValue {
  readonly [custom: symbol]: unknown;
}

// No name is special on these objects, `__proto__` and `constructor` included. Unlike Object.create(null), objects
// of one constructor share a hidden class and stay fast.
const Blank = function () {} as unknown as { new (): TreeObject; prototype: unknown };
Blank.prototype = Object.create(null);

/** An object without any inherited name. */
export const blankObject = (): TreeObject => new Blank();

/** Whether a value is an object of the tree, given that it is not a custom scalar's. */
export const isTreeObject = (value: TreeValue | undefined): value is TreeObject => value instanceof Blank;

/** An own property of parsed JSON, undefined when there is none; names that all objects inherit do not count. */
export const own = (object: object, name: string): unknown =>
  Object.hasOwn(object, name) ? (object as Record<string, unknown>)[name] : undefined;

/**
 * Where an object keeps the fault that left it with the name of an interface in place of its type's. No field is
 * called so.
 */
export const TYPE_FAULT = "type fault";
