import type { Kysely, Transaction } from "kysely";

/** Runs work in a transaction: the one that is open, or one of its own. */
export const inTransaction = <Tables, Result>(
  db: Kysely<Tables>,
  work: (tx: Transaction<Tables>) => Promise<Result>,
): Promise<Result> => (db.isTransaction ? work(db as Transaction<Tables>) : db.transaction().execute(work));
