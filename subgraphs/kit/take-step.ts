import { sql, type Transaction } from "kysely";
import { step, stepRefusals, type Lifecycle, type LifecycleRow } from "#contract/lifecycles/lifecycle.ts";
import { ActRefused } from "#kit/act-outcome.ts";

/** A step of one row through its lifecycle. */
export interface RowStep<State extends string, Act extends string> {
  /** Table with the columns `id`, `state` and `version`. */
  readonly table: string;
  readonly id: string;
  /** The version that the caller saw; null for the system, which acts on whatever there is. */
  readonly expectedVersion: number | null;
  readonly lifecycle: Lifecycle<State, Act>;
  readonly act: Act;
}

/** The row of the lifecycle that was taken, and the row's new version. */
export interface StepTaken<State extends string, Act extends string> {
  readonly row: LifecycleRow<State, Act>;
  readonly version: number;
}

/**
 * Moves a row on by one act, if it is in a state and of the version that allow it: of many who try at once one
 * succeeds. Rows beyond the reach of the transaction are as if they did not exist.
 * @throws ActRefused: conflict with the current version and state, or not allowed with the act that is awaited
 */
export async function takeStep<Tables, State extends string, Act extends string>(
  tx: Transaction<Tables>,
  { table, id, expectedVersion, lifecycle, act }: RowStep<State, Act>,
): Promise<StepTaken<State, Act>> {
  const row = lifecycle.rows.find((each) => each.act === act);
  if (!row) throw new Error(`${lifecycle.name} has no act ${act}.`);
  const moved = await sql<{ version: number }>`
    update ${sql.table(table)} set state = ${row.to}, version = version + 1
    where id = ${id} and state = any(${[...row.from]}::text[])
      and (${expectedVersion}::integer is null or version = ${expectedVersion})
    returning version`.execute(tx);
  if (moved.rows[0]) return { row, version: moved.rows[0].version };
  const { rows } = await sql<{ state: State; version: number }>`
    select state, version from ${sql.table(table)} where id = ${id}`.execute(tx);
  throw refusalOf(lifecycle, act, expectedVersion, rows[0]);
}

function refusalOf<State extends string, Act extends string>(
  lifecycle: Lifecycle<State, Act>,
  act: Act,
  expectedVersion: number | null,
  current: { readonly state: State; readonly version: number } | undefined,
): ActRefused {
  const found = step(lifecycle, current?.state ?? null, act);
  // Possible now and not a moment ago: somebody has moved the row on between the two statements.
  if (current && (found.ok || (expectedVersion !== null && current.version !== expectedVersion))) {
    const { version, state } = current;
    const message = `The case has moved on: it is at version ${version}, in state ${state}.`;
    return new ActRefused({ kind: "conflict", currentVersion: version, currentState: state, message });
  }
  const code = found.ok ? "ACT_OUT_OF_STATE" : found.code;
  const nextAct = found.ok || !current ? null : (found.nextActs[0] ?? null);
  return new ActRefused({ kind: "not-allowed", code, message: stepRefusals[code].en, nextAct });
}
