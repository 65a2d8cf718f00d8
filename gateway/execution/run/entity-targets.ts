import { isTreeObject, type TreeObject, type TreeValue } from "../verify/data-tree.ts";

/** An object of the tree that a call completes. */
export interface Target {
  readonly entity: TreeObject;
  /** Objects above it, nearest first; empty unless asked for. */
  readonly ancestors: readonly TreeObject[];
}

/** Every object at a path, in tree order; nulls and faults on the way have none. `@` stands for each item of a list. */
export function targetsAt(
  tree: TreeValue | undefined,
  path: readonly string[],
  withAncestors: boolean,
): readonly Target[] {
  const targets: Target[] = [];
  walk(tree, 0, []);
  return targets;

  function walk(value: TreeValue | undefined, depth: number, ancestors: readonly TreeObject[]): void {
    const step = path[depth];
    if (Array.isArray(value)) {
      const next = step === "@" ? depth + 1 : depth;
      for (const item of value) walk(item, next, ancestors);
    } else if (isTreeObject(value)) {
      if (step === undefined) targets.push({ entity: value, ancestors });
      else walk(value[step], depth + 1, withAncestors ? [value, ...ancestors] : ancestors);
    }
  }
}
