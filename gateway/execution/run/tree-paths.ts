import { isTreeObject, type TreeObject, type TreeValue } from "../verify/data-tree.ts";
import type { Path } from "../verify/faults.ts";

/** Where an object stands that was found at a plan path; the names of the path alone when it is not there. */
export function pathOf(tree: TreeValue | undefined, path: readonly string[], wanted: TreeObject | undefined): Path {
  return find(tree, 0) ?? path.filter((step) => step !== "@");

  function find(value: TreeValue | undefined, depth: number): Path | undefined {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const found = find(item, path[depth] === "@" ? depth + 1 : depth);
        if (found) return [index, ...found];
      }
    } else if (isTreeObject(value)) {
      const step = path[depth];
      if (step === undefined) return value === wanted ? [] : undefined;
      const found = find(value[step], depth + 1);
      return found && [step, ...found];
    }
    return undefined;
  }
}

/** Adds what a tree has and another lacks, objects and lists matched by position; for the passes of one operation. */
export function fillTree(into: TreeObject, from: TreeObject): void {
  for (const [name, value] of Object.entries(from)) {
    if (into[name] === undefined) into[name] = value;
    else fillValue(into[name], value);
  }
}

function fillValue(into: TreeValue, from: TreeValue | undefined): void {
  if (isTreeObject(into) && isTreeObject(from)) fillTree(into, from);
  // Lists of different length changed between the passes, so positions mean nothing; what lacks is then reported.
  else if (Array.isArray(into) && Array.isArray(from) && into.length === from.length)
    into.forEach((item, index) => fillValue(item, from[index]));
}
