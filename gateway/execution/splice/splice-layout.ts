import type { AnswerField, AnswerShape, AnswerValue } from "../compile/answer-shape.ts";
import { scanLeaf, orNull, scanConstant, scanPerson, scanProof, type Scan } from "./scan-text.ts";
import { scanList, scanObject, scanRoot, type FieldScan, type RootScan } from "./scan-object.ts";

/** How one field of an answer is cut; made while a splice is planned, read when its scan is compiled. */
interface FieldLayout {
  begins: boolean;
  ends: boolean;
  valueOnly: boolean;
  capture: number;
  capturedFor: number;
  /** Values that clients may see, for an enum. */
  visible: ReadonlySet<string> | null;
  /** Instead of the type's own scan: what proves the entity. */
  proof: Scan | null;
}

/** How the objects of one shape are noted. */
interface ShapeLayout {
  isTaped: boolean;
  kind: number;
}

/** The layouts of all answers of one plan. */
export interface Layouts {
  readonly ofField: (field: AnswerField) => FieldLayout;
  readonly ofShape: (shape: AnswerShape) => ShapeLayout;
}

/** Empty layouts: nothing is cut and everything verified. */
export function createLayouts(): Layouts {
  const fields = new Map<AnswerField, FieldLayout>();
  const shapes = new Map<AnswerShape, ShapeLayout>();
  return {
    ofField: (field) =>
      remembered(fields, field, () => ({
        begins: false,
        ends: false,
        valueOnly: false,
        capture: -1,
        capturedFor: -1,
        visible: null,
        proof: null,
      })),
    ofShape: (shape) => remembered(shapes, shape, () => ({ isTaped: false, kind: -1 })),
  };
}

function remembered<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}

/** Compiles the scan of an object of a type. */
export function compileObjectScan(shape: AnswerShape, typeName: string, nonNull: boolean, layouts: Layouts): Scan {
  const { isTaped, kind } = layouts.ofShape(shape);
  return scanObject(fieldScans(shape, typeName, layouts), { isTaped, kind, nonNull });
}

/** Compiles the scan of the fields of a root type. */
export const compileRootScan = (shape: AnswerShape, layouts: Layouts): RootScan =>
  scanRoot(fieldScans(shape, shape.typeName, layouts));

function fieldScans(shape: AnswerShape, typeName: string, layouts: Layouts): readonly FieldScan[] {
  return shape.fieldsFor(typeName).map((field): FieldScan => {
    const { begins, ends, valueOnly, capture, capturedFor, visible, proof } = layouts.ofField(field);
    const plain = field.name === "__typename" ? scanConstant(typeName) : compileScan(field.value, visible, layouts);
    // What proves an entity has been noted where the entity was named.
    const scan = proof ?? (field.isPersonId ? scanPerson(plain) : plain);
    return { name: field.answerName, scan, capture, capturedFor, cut: { begins, ends, valueOnly } };
  });
}

function compileScan(value: AnswerValue, visible: ReadonlySet<string> | null, layouts: Layouts): Scan {
  if (value.kind === "leaf") {
    const scan = scanLeaf(visible ?? value.typeName);
    return value.nonNull ? scan : orNull(scan);
  }
  if (value.kind === "list") {
    return scanList(compileScan(value.of, visible, layouts), {
      isTaped: isTaped(value.of, layouts),
      nonNull: value.nonNull,
    });
  }
  return compileObjectScan(value.shape, value.shape.typeName, value.nonNull, layouts);
}

/** Whether a writer must walk through a value instead of copying it. */
function isTaped(value: AnswerValue, layouts: Layouts): boolean {
  return value.kind === "list"
    ? isTaped(value.of, layouts)
    : value.kind === "object" && layouts.ofShape(value.shape).isTaped;
}

/**
 * Lets fields of an entity's keys be scanned as proof. Answers the paths whose raw JSON the proof must be, in its
 * order.
 */
export function layProof(
  shape: AnswerShape,
  typeName: string,
  isKey: (path: readonly string[]) => boolean,
  layouts: Layouts,
): readonly (readonly string[])[] {
  const paths: (readonly string[])[] = [];
  const lay = (fields: readonly AnswerField[], above: readonly string[]) => {
    for (const field of fields) {
      const path = [...above, field.name];
      if (field.value.kind === "object") lay(field.value.shape.fieldsFor(field.value.shape.typeName), path);
      else if (field.value.kind === "leaf" && field.name !== "__typename" && isKey(path)) {
        layouts.ofField(field).proof = scanProof(paths.length);
        paths.push(path);
      }
    }
  };
  lay(shape.fieldsFor(typeName), []);
  return paths;
}
