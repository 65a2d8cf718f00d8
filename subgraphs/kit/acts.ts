/**
 * How an agency takes an act. A mutation calls `runAct` once; everything inside is one transaction under the caller's
 * reach, and a refusal anywhere undoes all of it:
 *
 *   const outcome = await runAct(database, { claims, reach, act, subject, input, idempotencyKey }, async (tx) => {
 *     const row = await takeStep(tx, { table: "activity_transfer", id, expectedVersion, lifecycle, act });
 *     await tx.insertInto("activity_transfer_step").values(…).execute();      // the agency's own rows
 *     await emit(tx, [{ target, subject: id, kind: "transfer.stepped", body }], now);
 *     return { transferId: id, version: row.version };                         // JSON; the answer to a repetition too
 *   });
 *   return resultOf("Home", "TransferStepTaken", outcome);
 *
 * Guards throw `new ActRefused({ kind: "guard-failed", … })`. The table of `takeStep` has the columns `id`, `state`
 * and `version` (an integer), and row security with policies for insert and update by reach.
 */
import { hash } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { EnvelopeClaims } from "#contract/envelope.ts";
import type { Reach } from "#contract/reach.ts";
import { ActRefused, type ActOutcome } from "#kit/act-outcome.ts";
import type { AgencyDatabase } from "#kit/database.ts";

/** An act as its caller sent it. */
export interface ActRequest {
  readonly claims: EnvelopeClaims;
  readonly reach: Reach;
  /** Name of the act, as its lifecycle has it. */
  readonly act: string;
  /** What it is about: for the log. An act that creates answers the id; it may log under what it is created for. */
  readonly subject: string;
  /** Everything the caller said; the same key with another input is refused. */
  readonly input: unknown;
  /** Drawn by the caller, 8 to 64 characters, the same for every repetition of one act. */
  readonly idempotencyKey: string;
  readonly now?: Date;
}

/** What PostgreSQL answers when somebody else holds what is needed: a lock, or the same key. */
const SOMEBODY_IS_AT_IT = new Set(["55P03", "40001", "40P01"]);

/** Attempts before a caller is told that somebody else is at it: after one wait the other is usually done. */
const ATTEMPTS_MAX = 2;

/**
 * Takes an act once: the same key and input again is answered with the stored answer and has no other effect. What
 * `run` answers must be JSON, and what it does must stay within its transaction: it may run again.
 */
export async function runAct<Tables, Answer>(
  database: AgencyDatabase<Tables>,
  request: ActRequest,
  run: (tx: Transaction<Tables>) => Promise<Answer>,
): Promise<ActOutcome<Answer>> {
  if (!/^[\x21-\x7e]{8,64}$/.test(request.idempotencyKey)) {
    return { kind: "input-refused", field: "idempotencyKey", code: "ACT_KEY_MALFORMED", message: KEY_MALFORMED };
  }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database
        .within(request.reach)
        .transaction()
        .execute((tx) => actWithin(tx, request, run));
    } catch (error) {
      if (error instanceof ActRefused) return error.refusal;
      if (!SOMEBODY_IS_AT_IT.has((error as { code?: string }).code ?? "")) throw error;
      if (attempt < ATTEMPTS_MAX) continue;
      return { kind: "conflict", currentVersion: null, currentState: null, message: BUSY };
    }
  }
}

async function actWithin<Tables, Answer>(
  tx: Transaction<Tables>,
  { claims, act, subject, input, idempotencyKey: key, now = new Date() }: ActRequest,
  run: (tx: Transaction<Tables>) => Promise<Answer>,
): Promise<ActOutcome<Answer>> {
  const principal = principalOf(claims);
  const requestHash = hash("sha256", canonical([act, input]), "base64url");
  const known = await takeKey(tx, { principal, key, requestHash, now });
  if (known !== null) return { kind: "taken", answer: JSON.parse(known) as Answer, isRepetition: true };
  const answer = await run(tx);
  await sql`
    with answered as (
      update act_key set answer = ${JSON.stringify(answer)} where principal = ${principal} and key = ${key}
    )
    insert into act_log (act, subject, organization, purpose, trace_id, acted_at)
    values (${act}, ${subject}, ${claims.organization}, ${claims.purpose}, ${claims.traceId}, ${now})`.execute(tx);
  return { kind: "taken", answer, isRepetition: false };
}

/** Whose keys are whose: names of callers are their issuer's to give, and any of the three may contain a space. */
const principalOf = ({ issuer, organization, subject }: EnvelopeClaims): string =>
  JSON.stringify([issuer, organization, subject]);

/**
 * Claims the key for this transaction and answers null, or the answer stored under it. A key that another transaction
 * has claimed is waited for, as long as the role waits for locks; when that one fails, the key is free again.
 */
async function takeKey<Tables>(
  tx: Transaction<Tables>,
  { principal, key, requestHash, now }: { principal: string; key: string; requestHash: string; now: Date },
): Promise<string | null> {
  const claimed = await sql`insert into act_key (principal, key, request_hash, answer, acted_at)
    values (${principal}, ${key}, ${requestHash}, 'null', ${now}) on conflict do nothing returning key`.execute(tx);
  if (claimed.rows.length > 0) return null;
  const { rows } = await sql<{ requestHash: string; answer: string }>`
    select request_hash as "requestHash", answer from act_key
    where principal = ${principal} and key = ${key}`.execute(tx);
  if (rows[0]?.requestHash === requestHash) return rows[0].answer;
  throw new ActRefused({ kind: "input-refused", field: "idempotencyKey", code: "ACT_KEY_REUSED", message: KEY_REUSED });
}

/** JSON with sorted properties: two clients may write the same input in two orders. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );

const KEY_MALFORMED = "An idempotency key has 8 to 64 visible characters of ASCII.";
const KEY_REUSED = "The idempotency key belongs to another act; a new act needs a new key.";
const BUSY = "Somebody else is acting on this at the moment; ask again and see what came of it.";

/** A mark that is another one after each act and each event that was taken; equal marks mean that nothing changed. */
export async function changeMark<Tables>(db: Kysely<Tables>): Promise<string> {
  const { rows } = await sql<{ mark: string }>`
    select coalesce(max(position), 0)::text as mark from act_log`.execute(db);
  return rows[0]?.mark ?? "";
}

/** Days for which a repetition of an act finds its answer: people try again late. */
const KEY_DAYS = 30;

/** Forgets the keys of acts that nobody repeats any more. */
export const forgetKeys = (db: Kysely<unknown>, now: Date) =>
  sql`delete from act_key where acted_at < ${now}::timestamptz - make_interval(days => ${KEY_DAYS})`.execute(db);
