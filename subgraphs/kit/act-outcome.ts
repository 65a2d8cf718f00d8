/** Why an act was not taken: expected outcomes, and so answers and no errors. Messages carry no personal data. */
export type ActRefusal =
  /** Somebody was faster; what the case is now, or nulls while they are still at it. */
  | {
      readonly kind: "conflict";
      readonly currentVersion: number | null;
      readonly currentState: string | null;
      readonly message: string;
    }
  /** Not in this state, or not by this caller. */
  | {
      readonly kind: "not-allowed";
      readonly code: string;
      readonly message: string;
      /** What the case waits for instead; null when nothing, or when the caller may not know. */
      readonly nextAct: string | null;
    }
  | { readonly kind: "input-refused"; readonly field: string; readonly code: string; readonly message: string }
  | {
      readonly kind: "guard-failed";
      readonly guard: string;
      readonly message: string;
      /** Code of the rule on which the guard rests; null when it rests on none. */
      readonly legalBasisCode: string | null;
    };

/** What became of an act. */
export type ActOutcome<Answer> =
  | { readonly kind: "taken"; readonly answer: Answer; readonly isRepetition: boolean }
  | ActRefusal;

/** Thrown anywhere inside an act to undo all of it and answer with this refusal. */
export class ActRefused extends Error {
  override readonly name = "ActRefused";
  readonly refusal: ActRefusal;

  constructor(refusal: ActRefusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

const refusalTypes: Readonly<Record<ActRefusal["kind"], string>> = {
  conflict: "ActConflict",
  "not-allowed": "ActNotAllowed",
  "input-refused": "ActInputRefused",
  "guard-failed": "GuardFailed",
};

/**
 * The member of a mutation's result union: `typeTaken` with the properties of the answer, or the refusal under the
 * agency's prefix, `HomeActConflict`.
 */
export function resultOf<Answer extends object>(prefix: string, typeTaken: string, outcome: ActOutcome<Answer>) {
  if (outcome.kind === "taken") return { __typename: typeTaken, ...outcome.answer };
  const { kind, ...refusal } = outcome;
  return { __typename: `${prefix}${refusalTypes[kind]}`, ...refusal };
}
