import type { AnswerShape, AnswerValue } from "../compile/answer-shape.ts";
import { own } from "./data-tree.ts";
import { Fault, faultReportedBy, type Path } from "./faults.ts";

/** Where in an answer an agency's errors may point: the data of one call and what it should look like. */
interface AnswerRoot {
  readonly data: object;
  /** The value that a root field of the answer should have; undefined for names that were not asked for. */
  readonly rootField: (name: string) => AnswerValue | undefined;
}

/**
 * Puts a fault into the answer at each place where an agency says that it failed: at the null nearest above the
 * place. Errors that point nowhere, outside what was asked, or at a value that is there are answered back.
 */
export function placeErrors(root: AnswerRoot, errors: readonly unknown[], agency: string): readonly Fault[] {
  return errors.flatMap((error) => {
    const fault = faultReportedBy(agency, error);
    const path = own(error ?? {}, "path");
    return Array.isArray(path) && place(root, path, fault) ? [] : fault;
  });
}

function place({ data, rootField }: AnswerRoot, path: readonly unknown[], fault: Fault): boolean {
  let container: object = data;
  let expected = typeof path[0] === "string" ? rootField(path[0]) : undefined;
  for (const [index, key] of path.entries()) {
    if (!expected || (typeof key !== "string" && typeof key !== "number")) return false;
    const value = own(container, String(key));
    if (value === null || value === undefined) {
      const below = treePath(expected, path.slice(index + 1));
      const placed = below.length > 0 ? new Fault(fault.code, fault.agency, fault.message, below) : fault;
      Object.defineProperty(container, key, { value: placed, enumerable: true, configurable: true, writable: true });
      return true;
    }
    // A second error at one place adds nothing to what the client can know.
    if (value instanceof Fault) return true;
    if (typeof value !== "object") return false;
    container = value;
    expected = below(expected, path[index + 1], value);
  }
  return false;
}

/** The expectation one step further down, for lists by index and for objects by answer name. */
function below(expected: AnswerValue, key: unknown, value?: object): AnswerValue | undefined {
  if (expected.kind === "list") return typeof key === "number" ? expected.of : undefined;
  if (expected.kind !== "object") return undefined;
  const typeName = value && own(value, "__typename");
  return fieldOf(expected.shape, key, typeof typeName === "string" ? typeName : undefined)?.value;
}

const fieldOf = (shape: AnswerShape, key: unknown, typeName = shape.typeName) =>
  shape.fieldsFor(typeName).find(({ answerName }) => answerName === key);

/** A path below a null in tree names, as far as it can be followed. */
function treePath(from: AnswerValue, path: readonly unknown[]): Path {
  const names: (string | number)[] = [];
  let expected: AnswerValue | undefined = from;
  for (const key of path) {
    if (expected.kind === "list" && typeof key === "number") names.push(key);
    else if (expected.kind === "object" && fieldOf(expected.shape, key)) names.push(fieldOf(expected.shape, key)!.name);
    else break;
    expected = below(expected, key);
    if (!expected) break;
  }
  return names;
}
