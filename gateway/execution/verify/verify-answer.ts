import { isSubtype, type AnswerShape, type AnswerValue } from "../compile/answer-shape.ts";
import { blankObject, isTreeObject, own, TYPE_FAULT, type TreeObject, type TreeValue } from "./data-tree.ts";
import { Fault } from "./faults.ts";
import type { GraphQLSchema } from "graphql";

/** What verification needs to know besides the answer. */
interface Verification {
  readonly agency: string;
  readonly schema: GraphQLSchema;
  /** Receives the id of each person that is taken. */
  readonly persons: string[];
}

/**
 * Takes what was asked for, and nothing else, from an agency's object into the data tree. What is missing, of
 * the wrong type or null where null is forbidden becomes a fault at its place.
 */
export function takeObject(answer: object, shape: AnswerShape, target: TreeObject, by: Verification): void {
  const typeName = runtimeType(answer, shape);
  if (typeName === undefined) return loseFields(shape, target, malformed(by));
  for (const { answerName, name, value, isKept, isPersonId } of shape.fieldsFor(typeName)) {
    if (!isKept) continue;
    if (name === "__typename") {
      // An agency that keeps an interface as an object knows only the interface's name.
      const known = target["__typename"];
      if (typeof known !== "string" || !isSubtype(by.schema, typeName, known)) target["__typename"] = typeName;
      continue;
    }
    const taken = takeValue(own(answer, answerName), value, target[name], by);
    if (isPersonId && typeof taken === "string") by.persons.push(taken);
    put(target, name, taken);
  }
}

/** Lets a fault stand for every field that an object of the tree was to get and has not. */
export function loseFields(shape: AnswerShape, target: TreeObject, fault: Fault): void {
  const known = target["__typename"];
  const { code, agency, message, below } = fault;
  const here = below.length > 0 ? new Fault(code, agency, message) : fault;
  for (const { name, isKept } of shape.fieldsFor(typeof known === "string" ? known : shape.typeName)) {
    if (isKept && name === "__typename") target[TYPE_FAULT] ??= here;
    else if (isKept) put(target, name, below[0] === name ? new Fault(code, agency, message, below.slice(1)) : here);
  }
}

/** What stands in a tree is replaced by what was asked for later, except a value by a fault. */
function put(target: TreeObject, name: string, value: TreeValue): void {
  if (value instanceof Fault && target[name] != null) return;
  target[name] = value;
}

function takeValue(
  answer: unknown,
  expected: AnswerValue,
  present: TreeValue | undefined,
  by: Verification,
): TreeValue {
  if (answer instanceof Fault) return answer;
  if (answer === null) return expected.nonNull ? malformed(by) : null;
  if (answer === undefined) return malformed(by);
  if (expected.kind === "leaf") return expected.read(answer) ?? malformed(by);
  if (expected.kind === "list") {
    if (!Array.isArray(answer)) return malformed(by);
    const items = Array.isArray(present) && present.length === answer.length ? present : [];
    return answer.map((item, index) => takeValue(item, expected.of, items[index], by));
  }
  if (typeof answer !== "object" || Array.isArray(answer)) return malformed(by);
  const target = isTreeObject(present) ? present : blankObject();
  const typeName = runtimeType(answer, expected.shape);
  if (typeName === undefined || contradicts(target, typeName, by.schema)) return malformed(by);
  takeObject(answer, expected.shape, target, by);
  return target;
}

/** The type of an answered object; undefined when it names none that may stand here. */
function runtimeType(answer: object, shape: AnswerShape): string | undefined {
  const typeName = own(answer, "__typename");
  // Where nothing depends on the type, the planner does not ask for it.
  if (typeName === undefined) return shape.isAbstract && asksType(shape) ? undefined : shape.typeName;
  return typeof typeName === "string" && shape.allows(typeName) ? typeName : undefined;
}

const asksType = (shape: AnswerShape) => shape.fieldsFor(shape.typeName).some(({ name }) => name === "__typename");

function contradicts(target: TreeObject, typeName: string, schema: GraphQLSchema): boolean {
  const known = target["__typename"];
  return typeof known === "string" && !isSubtype(schema, typeName, known) && !isSubtype(schema, known, typeName);
}

const malformed = ({ agency }: Verification) => new Fault("AGENCY_ANSWER_MALFORMED", agency);
