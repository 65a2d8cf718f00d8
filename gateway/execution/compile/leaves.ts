import type { CustomValue } from "../verify/data-tree.ts";

/** Reads a leaf of parsed JSON, not null; undefined when it is not of the type. */
export type LeafReader = (value: unknown) => string | number | boolean | CustomValue | undefined;

/** Levels of lists and objects in one value of a custom scalar: whoever writes it out recurses as deep. */
const DEPTH_MAX = 32;

const readers: Readonly<Record<string, LeafReader>> = {
  Int: (value) => (typeof value === "number" && (value | 0) === value ? value : undefined),
  Float: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
  String: (value) => (typeof value === "string" ? value : undefined),
  Boolean: (value) => (typeof value === "boolean" ? value : undefined),
  // Agencies that are not written in JavaScript often send numeric ids; the specification wants text.
  ID: (value) => (typeof value === "string" ? value : Number.isSafeInteger(value) ? String(value) : undefined),
};

/** The reader for a scalar by name, or for an enum by its values. */
export function leafReader(type: string | ReadonlySet<string>): LeafReader {
  if (typeof type !== "string") return (value) => (typeof value === "string" && type.has(value) ? value : undefined);
  return (
    (Object.hasOwn(readers, type) ? readers[type] : undefined) ??
    ((value) => (isShallow(value, DEPTH_MAX) ? (value as CustomValue) : undefined))
  );
}

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1));
}
