import type { Bilingual } from "../bilingual.ts";
import type { LegalTopic } from "../legal-bases.ts";
import type { ActorKind, DeadlineSubject, FormCode, GuardName } from "./vocabulary.ts";

/** On whose ground an act happens: of a transfer the sender's or the receiver's, of a stay the ministry's or home. */
export type Side = "SENDER" | "RECEIVER" | "MINISTRY" | "HOME" | "COMMISSION" | "SYSTEM";

/** One act of a lifecycle: from which states it leads where, who may take it and what it needs. */
export interface LifecycleRow<State extends string = string, Act extends string = string> {
  /** In camel case also the name of the mutation. */
  readonly act: Act;
  /** Any of these; none of them for the act that begins a lifecycle. */
  readonly from: readonly State[];
  readonly to: State;
  /** Any of these. */
  readonly by: readonly ActorKind[];
  readonly side: Side;
  /** All must hold. A guard that speaks of one kind of move holds for every other kind. */
  readonly guards: readonly GuardName[];
  /** Forms that the act may need or make; the procedure in force on the rule date says which of them. */
  readonly documents: readonly FormCode[];
  /** The limit that the act must keep; null when there is none. */
  readonly deadline: DeadlineSubject | null;
  /** The limit that begins to run with the act; null when none does. */
  readonly starts: DeadlineSubject | null;
  /** Under which rule: its topic, and the point where one is known. */
  readonly legalBasis: { readonly topic: LegalTopic; readonly point: string | null };
  /** Whether the act is on the way that a case is meant to take; the others are what may go otherwise. */
  readonly isExpected: boolean;
  readonly text: Bilingual;
}

/** A state machine as data: the code of all agencies runs from it, and its page in `docs` is written from it. */
export interface Lifecycle<State extends string = string, Act extends string = string> {
  readonly name: "ActivityTransfer" | "OverseasAssignment" | "Review" | "ReviewReport";
  readonly title: Bilingual;
  /** Every state, in the order of the common vocabulary. */
  readonly states: Readonly<Record<State, Bilingual>>;
  readonly rows: readonly LifecycleRow<State, Act>[];
}

/** Why an act is not possible now. */
export type StepRefusal = "ACT_NOT_BEGUN" | "ACT_BEGUN_ALREADY" | "ACT_OUT_OF_STATE" | "ACT_AFTER_END";

/** The row of an act that is possible, or why it is not and which acts are. */
export type Step<State extends string, Act extends string> =
  | { readonly ok: true; readonly row: LifecycleRow<State, Act> }
  | { readonly ok: false; readonly code: StepRefusal; readonly nextActs: readonly Act[] };

/** What an act does in a state; `null` is the state of what does not exist yet. */
export function step<State extends string, Act extends string>(
  lifecycle: Lifecycle<State, Act>,
  state: State | null,
  act: Act,
): Step<State, Act> {
  const row = rowsFrom(lifecycle, state).find((each) => each.act === act);
  if (row) return { ok: true, row };
  const nextActs = rowsFrom(lifecycle, state).map((each) => each.act);
  return { ok: false, code: refusalOf(lifecycle, state, act), nextActs };
}

/** The acts that a case in this state waits for, likeliest first; none after the end. */
export const expectedRows = <State extends string, Act extends string>(
  lifecycle: Lifecycle<State, Act>,
  state: State,
): readonly LifecycleRow<State, Act>[] => rowsFrom(lifecycle, state).filter(({ isExpected }) => isExpected);

/** All acts that are possible in a state. */
export const rowsFrom = <State extends string, Act extends string>(
  { rows }: Lifecycle<State, Act>,
  state: State | null,
): readonly LifecycleRow<State, Act>[] =>
  rows.filter(({ from }) => (state === null ? from.length === 0 : from.includes(state)));

/** States that nothing follows. */
export const finalStatesOf = <State extends string>(lifecycle: Lifecycle<State>): readonly State[] =>
  (Object.keys(lifecycle.states) as State[]).filter((state) => rowsFrom(lifecycle, state).length === 0);

/** What each refusal says; the sentences name no case. */
export const stepRefusals: Readonly<Record<StepRefusal, Bilingual>> = {
  ACT_NOT_BEGUN: { en: "There is no such case yet.", vi: "Chưa có hồ sơ này." },
  ACT_BEGUN_ALREADY: { en: "The case has begun already.", vi: "Hồ sơ này đã được lập." },
  ACT_OUT_OF_STATE: {
    en: "The act is not possible in the state that the case is in.",
    vi: "Không thực hiện được bước này ở trạng thái hiện tại của hồ sơ.",
  },
  ACT_AFTER_END: { en: "The case has ended.", vi: "Hồ sơ đã kết thúc." },
};

function refusalOf<State extends string, Act extends string>(
  lifecycle: Lifecycle<State, Act>,
  state: State | null,
  act: Act,
): StepRefusal {
  if (state === null) return "ACT_NOT_BEGUN";
  if (rowsFrom(lifecycle, null).some((row) => row.act === act)) return "ACT_BEGUN_ALREADY";
  return rowsFrom(lifecycle, state).length === 0 ? "ACT_AFTER_END" : "ACT_OUT_OF_STATE";
}
