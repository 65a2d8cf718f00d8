import { createPublicKey } from "node:crypto";
import { join } from "node:path";
import { openDatabase } from "#kit/database.ts";
import { recorderUrl } from "../../deploy/audit/config.ts";
import { shipSegments } from "../../deploy/audit/ship.ts";
import type { AuditTables } from "../../deploy/audit/tables.ts";
import { verifyLog } from "../../deploy/audit/verify-log.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import { openAuditLog } from "../../gateway/audit/audit-log.ts";
import { openAuditKeys } from "../../gateway/audit/keys.ts";
import { intentFor, outcomeFor, temporaryFolder } from "./audit.ts";
import { createDatabase } from "./database.ts";

/** Name of the log. */
export const auditName = "hub.test/audit";

/** A loaded machine's disk is no matter of these tests. */
export const quiet = { log: () => undefined, waitMs: 15_000 };
const migrations = new URL("../../subgraphs/audit-log/migrations/", import.meta.url);

/** A log of `accesses` to members of its own, three entries to a segment, and the database it is shipped to. */
export async function storedLog(accesses: number) {
  await using stack = new AsyncDisposableStack();
  const { path } = stack.use(await temporaryFolder());
  const database = stack.use(await createDatabase({ migrations }));
  const databaseUrl = recorderUrl(database.url);
  const db = openDatabase<AuditTables>({ url: databaseUrl, poolSize: 2 });
  stack.defer(() => db.destroy());
  const config = { name: auditName, folder: join(path, "log"), keysFolder: join(path, "keys"), databaseUrl };
  const ids: string[] = [];
  const audit = await openAuditLog({ ...config, ...quiet, checkpointEntries: 3 });
  for (let index = 0; index < accesses; index++) {
    const access = await audit.intend(intentFor(`mb_${index}`));
    await access.conclude(outcomeFor(`mb_${index}`));
    ids.push(access.id);
  }
  await audit.close();
  const keys = openAuditKeys(config.keysFolder, auditName);
  const key = { name: auditName, publicKey: createPublicKey(keys.signer.privateKey) };
  const opened = stack.move();
  return {
    config,
    keys,
    key,
    ids,
    database,
    ship: () => shipSegments(db, auditName, config.folder),
    verify: (notes: readonly string[] = []) => verifyLog(config, { key, witnesses: [], notes }),
    asAdmin: (text: string) => withConnection(database.adminUrl, (client) => client.query(text)),
    asService: (text: string) => withConnection(databaseUrl, (client) => client.query(text)),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}
