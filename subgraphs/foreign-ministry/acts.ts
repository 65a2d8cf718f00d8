import type { Transaction } from "kysely";
import type { EnvelopeClaims } from "#contract/envelope.ts";
import { legalBasisOn } from "#contract/legal-bases.ts";
import type { LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { guards, type ActorKind, type GuardName } from "#contract/lifecycles/vocabulary.ts";
import { dayInVietnam } from "#contract/working-days.ts";
import { COMMISSION, officeReachOf, reachOf, REGISTRAR, type Reach } from "#contract/reach.ts";
import { ActRefused, resultOf } from "#kit/act-outcome.ts";
import { runAct } from "#kit/acts.ts";
import type { ForeignMinistryContext } from "./context.ts";
import type { ForeignMinistryTables } from "./tables.ts";

/** The transaction of one act, under the reach of whoever acts. */
export type ActTransaction = Transaction<ForeignMinistryTables>;

/** What every act is sent with. */
export interface ActInput {
  readonly idempotencyKey: string;
}

/** What an act works with besides its input. */
export interface ActScene {
  readonly tx: ActTransaction;
  readonly claims: EnvelopeClaims;
  /** The process to which a committee's events go; null for one that has no members in the hub. */
  readonly targetOf: (committee: string) => string | null;
  /** Every committee that has members in the hub, with the process that serves it. */
  readonly routes: ReadonlyMap<string, string>;
  /** Today where the offices are, `YYYY-MM-DD`. */
  readonly today: string;
  readonly now: Date;
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

const mutationUnder =
  (reachFor: (claims: EnvelopeClaims) => Reach) =>
  <Input extends ActInput, Answer extends object>({ act, taken, subject, run }: Mutation<Input, Answer>) =>
  async (_: unknown, { input }: { readonly input: Input }, { claims, database, routes }: ForeignMinistryContext) => {
    const now = new Date();
    const targetOf = (code: string) => routes.get(code) ?? null;
    const scene = { claims, routes, targetOf, today: dayInVietnam(now), now };
    const request = { claims, reach: reachFor(claims), act, subject: subject(input), input };
    const outcome = await runAct(database, { ...request, idempotencyKey: input.idempotencyKey, now }, (tx) =>
      run({ ...scene, tx }, input),
    );
    return resultOf("Ministry", taken, outcome);
  };

/** The resolver of a mutation on the register: acts are taken under the reach on persons. */
export const registerMutation = mutationUnder(reachOf);

/** The resolver of a mutation on papers in which no person stands. */
export const officeMutation = mutationUnder(officeReachOf);

/** What an input that cannot be right is answered with. */
export const inputRefused = (field: string, code: string, message: string) =>
  new ActRefused({ kind: "input-refused", field, code, message });

/** A guard that does not hold, in the words and under the rule of the lifecycle. */
export const guardFailed = ({ legalBasis }: LifecycleRow, guard: GuardName, today: string) =>
  new ActRefused({
    kind: "guard-failed",
    guard,
    message: guards[guard].en,
    legalBasisCode: legalBasisOn(legalBasis.topic, today),
  });

/** An act that the caller's office may not take, or on something that is not there for it. */
export const notAllowed = (code: string, message: string) =>
  new ActRefused({ kind: "not-allowed", code, message, nextAct: null });

/** Lets an act pass if one of the bodies that may take it is the caller, and answers which. */
export async function requireActor({ tx, claims }: ActScene, { by }: LifecycleRow): Promise<ActorKind> {
  const actor = await actorOf(tx, claims);
  if (actor === null || !by.includes(actor))
    throw notAllowed("ACT_NOT_BY_CALLER", "Another body than the caller's takes this act.");
  return actor;
}

/** As which body a caller acts here; null for whoever is none of them. A member never acts. */
async function actorOf(tx: ActTransaction, { organization, memberId }: EnvelopeClaims): Promise<ActorKind | null> {
  if (memberId !== null) return null;
  if (organization === REGISTRAR) return "FOREIGN_MINISTRY";
  if (organization === COMMISSION) return "ORGANIZATION_COMMISSION";
  const entry = await tx
    .selectFrom("overseas_directory_entry")
    .select("organization_id")
    .where("organization_id", "=", organization)
    .executeTakeFirst();
  return entry ? "OVERSEAS_COMMITTEE" : null;
}

/** Lets an act of a home committee pass if the caller answers for that committee. */
export function requireCommittee({ claims }: ActScene, committee: string): void {
  if (claims.memberId !== null || !claims.committees.includes(committee))
    throw notAllowed("ACT_NOT_BY_CALLER", "Another committee than the caller's takes this act.");
}

/** Lets those pass who may receive a transfer, and answers who it is: a committee abroad, or the ministry. */
export async function requireReceiver({ tx, claims }: ActScene): Promise<ActorKind> {
  const actor = await actorOf(tx, claims);
  if (actor === "OVERSEAS_COMMITTEE" || actor === "FOREIGN_MINISTRY") return actor;
  throw notAllowed("ACT_NOT_BY_CALLER", "Another body than the caller's takes this act.");
}
