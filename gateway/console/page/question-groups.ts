import type { ReadyQuestion } from "../ready-questions.ts";

/** Ready questions under a purpose that they serve. */
export interface QuestionGroup {
  /** A purpose; null for questions that name none. */
  readonly purpose: string | null;
  readonly questions: readonly ReadyQuestion[];
}

/** The ready questions as they are for one caller, each of them once. */
export interface QuestionGroups {
  /** Under the first purpose of the caller's that each serves, in the order of the caller's purposes. */
  readonly open: readonly QuestionGroup[];
  /** Those of which the caller may state no purpose. */
  readonly closed: readonly ReadyQuestion[];
}

/** Groups the questions for whoever may state `purposes`; null opens all, under the first purpose of each. */
export function questionGroups(
  questions: readonly ReadyQuestion[],
  purposes: readonly string[] | null,
): QuestionGroups {
  const placed = questions.map((question) => ({ question, at: placeOf(question, purposes) }));
  const byPurpose = Map.groupBy(
    placed.filter(({ at }) => at !== undefined),
    ({ at }) => at ?? null,
  );
  const order = purposes ?? [...new Set(questions.map((question) => question.purposes[0] ?? ""))];
  const open = [...byPurpose].map(([purpose, group]) => ({
    purpose,
    questions: group.map(({ question }) => question),
  }));
  return {
    open: open.sort((a, b) => order.indexOf(a.purpose ?? "") - order.indexOf(b.purpose ?? "")),
    closed: placed.filter(({ at }) => at === undefined).map(({ question }) => question),
  };
}

/** The purpose under which a question stands, null when it names none, undefined when it is closed. */
function placeOf(question: ReadyQuestion, purposes: readonly string[] | null): string | null | undefined {
  if (question.purposes.length === 0) return null;
  return purposes === null ? question.purposes[0] : purposes.find((purpose) => question.purposes.includes(purpose));
}
