import type { AnswerField, AnswerValue } from "../compile/answer-shape.ts";
import type { EntityPlace, EntitySlot } from "../compile/compile-entity-call.ts";
import type { RootCall } from "../compile/compile-root-call.ts";
import type { ResponseField, ResponseSelection, ResponseValue } from "../compile/response-shape.ts";
import type { Layouts } from "./splice-layout.ts";
import { writeList, writeObject, type Piece, type Write } from "./write-response.ts";

/** Thrown where a plan needs the general path. */
export class NotSpliceable extends Error {}

/** What answers fields of one object: the answer in which it stands, or an entity that completes it. */
interface Provider {
  readonly fields: readonly AnswerField[];
  readonly kind: number;
  /** -1 for the answer in which the object stands. */
  readonly place: number;
}

/** The objects that a place completes. */
export interface Completion {
  readonly typeName: string;
  /** Everything that answers fields of them. */
  readonly providers: readonly Provider[];
  readonly completes: number;
  readonly mayBeAbsent: boolean;
}

/** A response as pieces of answers. */
interface PlannedPieces {
  readonly pieces: readonly Piece[];
  /** By place. */
  readonly completions: readonly Completion[];
  readonly kinds: number;
}

/** Plans a response in the client's order, and lays down where the answers are cut. @throws NotSpliceable */
export function planPieces(
  roots: readonly RootCall[],
  places: Places,
  response: ResponseSelection,
  layouts: Layouts,
): PlannedPieces {
  const paths = places.map(({ place }) => `/${place.path.join("/")}`);
  const plan: PiecePlan = { places, paths, layouts, completions: [], kinds: 0 };
  const providers = roots.map((call): Provider => {
    const { shape } = call.part(null);
    return { fields: shape.fieldsFor(shape.typeName), kind: -1, place: -1 };
  });
  const pieces = piecesOf(plan, response, providers, "");
  if (places.some((_, id) => !plan.completions[id])) throw new NotSpliceable();
  return { pieces, completions: plan.completions, kinds: plan.kinds };
}

type Places = readonly { readonly place: EntityPlace; readonly slot: EntitySlot }[];

/** What is planned so far. */
interface PiecePlan {
  readonly places: Places;
  /** By place, the path of the objects that it completes. */
  readonly paths: readonly string[];
  readonly layouts: Layouts;
  readonly completions: Completion[];
  kinds: number;
}

function piecesOf(
  plan: PiecePlan,
  { typeName, fieldsFor }: ResponseSelection,
  providers: readonly Provider[],
  path: string,
): readonly Piece[] {
  const reached = providers.map(() => -1);
  const pieces: Piece[] = [];
  for (const field of fieldsFor(typeName) ?? []) {
    if (field.aboutSchema) throw new NotSpliceable();
    if (!field.value) {
      pieces.push({ kind: "constant", json: `"${field.responseName}":"${typeName}"` });
      continue;
    }
    const provider = providers.findIndex(({ fields }) => fields.some((it) => it.isKept && it.name === field.name));
    const position = providers[provider]?.fields.findIndex((it) => it.isKept && it.name === field.name) ?? -1;
    if (position < 0 || position <= reached[provider]!) throw new NotSpliceable();
    const follows = position === reached[provider]! + 1;
    reached[provider] = position;
    addPiece(plan, pieces, field, provider, providers[provider]!.fields, position, follows, `${path}/${field.name}`);
  }
  return pieces;
}

function addPiece(
  plan: PiecePlan,
  pieces: Piece[],
  field: ResponseField,
  provider: number,
  answered: readonly AnswerField[],
  position: number,
  follows: boolean,
  path: string,
) {
  const answer = answered[position]!;
  const { responseName } = field;
  if (!isCopy(plan, answer.value, field.value!, path)) {
    pieces.push({
      kind: "child",
      provider,
      name: responseName,
      write: childOf(plan, answer.value, field.value!, path),
    });
    return;
  }
  const layout = plan.layouts.ofField(answer);
  layout.visible = visibleValues(field.value!);
  layout.begins = layout.ends = true;
  const last = pieces.at(-1);
  // Requests whose root fields are asked for together have them under other names.
  const isRoot = path.lastIndexOf("/") === 0;
  if (isRoot || answer.answerName !== responseName) {
    layout.valueOnly = true;
    pieces.push({ kind: "value", provider, name: responseName });
  } else if (follows && last?.kind === "run" && last.provider === provider) {
    layout.begins = plan.layouts.ofField(answered[position - 1]!).ends = false;
    pieces[pieces.length - 1] = { ...last, names: [...last.names, responseName] };
  } else pieces.push({ kind: "run", provider, names: [responseName] });
}

/** Whether an answered value is the client's letter for letter. */
function isCopy(plan: PiecePlan, answer: AnswerValue, asked: ResponseValue, path: string): boolean {
  if (answer.kind === "leaf" || asked.kind === "leaf") return answer.kind === asked.kind;
  if (answer.kind === "list") return asked.kind === "list" && isCopy(plan, answer.of, asked.of, `${path}/@`);
  if (asked.kind !== "object" || asked.selection.isAbstract || answer.shape.isAbstract) throw new NotSpliceable();
  if (plan.paths.some((it) => it === path || it.startsWith(`${path}/`))) return false;
  const fields = asked.selection.fieldsFor(asked.selection.typeName)!;
  const answered = answer.shape.fieldsFor(answer.shape.typeName);
  return (
    fields.length === answered.length &&
    fields.every((field, index) => {
      const { answerName, name, value, isKept } = answered[index]!;
      if (!isKept || !field.value || field.name !== name || field.responseName !== answerName) return false;
      plan.layouts.ofField(answered[index]!).visible = visibleValues(field.value);
      return isCopy(plan, value, field.value, `${path}/${name}`);
    })
  );
}

function childOf(plan: PiecePlan, answer: AnswerValue, asked: ResponseValue, path: string): Write {
  if (answer.kind === "list" && asked.kind === "list")
    return writeList(childOf(plan, answer.of, asked.of, `${path}/@`));
  if (answer.kind !== "object" || asked.kind !== "object") throw new NotSpliceable();
  const { selection } = asked;
  const here = plan.paths.flatMap((it, id) => (it === path ? [id] : []));
  const layout = plan.layouts.ofShape(answer.shape);
  if (layout.isTaped) throw new NotSpliceable();
  layout.isTaped = true;
  if (here.length > 0) layout.kind = plan.kinds++;
  const providers: Provider[] = [
    { fields: answer.shape.fieldsFor(answer.shape.typeName), kind: layout.kind, place: -1 },
  ];
  for (const id of here)
    providers.push({
      fields: plan.places[id]!.slot.shape.fieldsFor(selection.typeName),
      kind: plan.kinds++,
      place: id,
    });
  for (const [index, id] of here.entries()) {
    const fields = new Set(providers[index + 1]!.fields.map(({ name }) => name));
    const mayBeAbsent = selection
      .fieldsFor(selection.typeName)!
      .every(({ name, value }) => !fields.has(name) || !value?.nonNull);
    plan.completions[id] = { typeName: selection.typeName, providers, completes: layout.kind, mayBeAbsent };
  }
  return writeObject(piecesOf(plan, selection, providers, path), here);
}

/** The values of an enum that clients may see, through lists; null for other types. */
function visibleValues(value: ResponseValue): ReadonlySet<string> | null {
  return value.kind === "list" ? visibleValues(value.of) : value.kind === "leaf" ? value.values : null;
}
