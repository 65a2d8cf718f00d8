import type { Transaction } from "kysely";
import type { EnvelopeClaims } from "#contract/envelope.ts";
import { legalBasisOn } from "#contract/legal-bases.ts";
import type { Lifecycle, LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { guards, type GuardName } from "#contract/lifecycles/vocabulary.ts";
import { dayInVietnam } from "#contract/working-days.ts";
import { ActRefused, resultOf } from "#kit/act-outcome.ts";
import { runAct } from "#kit/acts.ts";
import type { ProvincialCommitteesContext } from "./context.ts";
import { bodyOf, type HomeBodies } from "./home-organizations.ts";
import type { ProvincialCommitteesTables } from "./tables.ts";

/** The transaction of one act, under the reach of whoever acts. */
export type ActTransaction = Transaction<ProvincialCommitteesTables>;

/** What every act is sent with. */
export interface ActInput {
  readonly committee: string;
  readonly idempotencyKey: string;
}

/** What an act works with besides its input. */
export interface ActScene {
  readonly tx: ActTransaction;
  readonly claims: EnvelopeClaims;
  /** The committee whose case it is, of which it is certain that the caller answers for it. */
  readonly committee: string;
  /** Name of the process that serves a committee; null for one that no process serves. */
  readonly targetOf: (committee: string) => string | null;
  /** Today in Viet Nam, `YYYY-MM-DD`. */
  readonly today: string;
  readonly now: Date;
}

/** What an act answers: which case it was, and about which subjects others were told. */
export interface ActAnswer {
  readonly id: string;
  readonly subjects: readonly string[];
}

interface Mutation<Input, Answer> {
  /** Name of the act, as its lifecycle has it. */
  readonly act: string;
  /** The type of the answer when it was taken. */
  readonly taken: string;
  /** What it is about; of what is only made by it, for whom. */
  readonly subject: (input: Input) => string;
  readonly run: (scene: ActScene, input: Input) => Promise<Answer>;
}

/** The resolver of a mutation. Officers act, for a committee of theirs; a member never does. */
export const homeMutation =
  <Input extends ActInput, Answer extends object>({ act, taken, subject, run }: Mutation<Input, Answer>) =>
  async (_: unknown, { input }: { readonly input: Input }, context: ProvincialCommitteesContext) => {
    const { claims, reach, database, targetOf } = context;
    const now = new Date();
    const { committee, idempotencyKey } = input;
    const request = { claims, reach, act, subject: subject(input), input, idempotencyKey, now };
    const outcome = await runAct(database, request, (tx) => {
      if (!reach.committees.includes(committee)) throw notCompetent();
      return run({ tx, claims, committee, targetOf, today: dayInVietnam(now), now }, input);
    });
    return resultOf("Home", taken, outcome);
  };

/** What an input that cannot be right is answered with. */
export const inputRefused = (field: string, code: string, message: string) =>
  new ActRefused({ kind: "input-refused", field, code, message });

/** A guard that does not hold, in the words and under the rule of the lifecycle. */
const guardFailed = ({ legalBasis }: LifecycleRow, guard: GuardName, today: string) =>
  new ActRefused({
    kind: "guard-failed",
    guard,
    message: guards[guard].en,
    legalBasisCode: legalBasisOn(legalBasis.topic, today),
  });

/** A case that is not there for the caller: of another committee, or of none. */
export const caseUnknown = (message = "There is no such case yet.") =>
  new ActRefused({
    kind: "not-allowed",
    code: "ACT_NOT_BEGUN",
    message,
    nextAct: null,
  });

/** An act that another body takes. */
export const notCompetent = () =>
  new ActRefused({
    kind: "not-allowed",
    code: "ACT_NOT_BY_CALLER",
    message: "Another body than the caller's takes this act.",
    nextAct: null,
  });

/** Throws the guard unless it holds. */
export function requireGuard(holds: boolean, row: LifecycleRow, guard: GuardName, { today }: ActScene): void {
  if (!holds) throw guardFailed(row, guard, today);
}

/** The row of an act, of which a lifecycle has one. */
export function rowOf<State extends string, Act extends string>({ name, rows }: Lifecycle<State, Act>, act: Act) {
  const row = rows.find((each) => each.act === act);
  if (!row) throw new Error(`${name} has no act ${act}.`);
  return row;
}

/**
 * The organization that takes an act: the caller's own, if it is one of the bodies that may. An officer of the
 * committee itself records what the body decided on paper.
 */
export function actingBody(row: LifecycleRow, bodies: HomeBodies | null, scene: ActScene): string {
  const { claims, committee, today } = scene;
  const able = bodies ? row.by.map((actor) => bodyOf(actor, bodies, today)).filter((body) => body !== null) : [];
  if (claims.organization === committee && able[0] !== undefined) return able[0];
  if (able.includes(claims.organization)) return claims.organization;
  throw notCompetent();
}
