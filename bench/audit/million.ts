import { once } from "node:events";
import { createPublicKey } from "node:crypto";
import { mkdtempDisposable } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { from } from "pg-copy-streams";
import { recorderUrl } from "../../deploy/audit/config.ts";
import { verifyLog } from "../../deploy/audit/verify-log.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import { ensureDatabase } from "../../deploy/local/database.ts";
import { migrateDatabase } from "../../deploy/local/migrate.ts";
import { startCluster } from "../../deploy/postgres/cluster.ts";
import { emptyHead, placeEntries, timedId, type UnplacedEntry } from "../../gateway/audit/entry.ts";
import { intentText, outcomeText } from "../../gateway/audit/facts.ts";
import { openAuditKeys } from "../../gateway/audit/keys.ts";
import { leafDigest } from "../../gateway/audit/merkle.ts";
import { noteOf } from "../../gateway/audit/recover.ts";
import { intentFor, outcomeFor } from "../../test/support/audit.ts";

/**
 * Fills a database with a log of synthetic accesses and verifies it: `node bench/audit/million.ts [entries]`, a
 * million unless told. Prints what verifying took; filling takes longer and is not what is measured.
 */
const [entries = 1_000_000] = process.argv.slice(2).map(Number);
const name = "hub.bench/audit";
const notes: (readonly [size: number, note: string])[] = [];
await using folder = await mkdtempDisposable(join(tmpdir(), "hub-bench-audit-"));
const cluster = await startCluster({ folder: join(folder.path, "postgres"), isDurable: false });
try {
  const passwords = { migrator: "migrator", service: "service" };
  const { migratorUrl, serviceUrl } = await ensureDatabase(cluster.adminUrl, "audit_log", passwords);
  await migrateDatabase(migratorUrl, fileURLToPath(new URL("../../subgraphs/audit-log/migrations/", import.meta.url)));
  const keys = openAuditKeys(join(folder.path, "keys"), name);
  const bytes = await fill(cluster.adminUrl.replace(/\/[^/]*$/, "/audit_log"), keys);
  const key = { name, publicKey: createPublicKey(keys.signer.privateKey) };
  const config = { name, folder: join(folder.path, "log"), keysFolder: "", databaseUrl: recorderUrl(serviceUrl) };
  for (let round = 1; round <= 3; round++) {
    const [begun, before] = [performance.now(), process.cpuUsage()];
    const report = await verifyLog(config, { key, witnesses: [], notes: [] });
    const { user, system } = process.cpuUsage(before);
    if (report.fault || report.entries !== entries) throw new Error(JSON.stringify(report));
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    const cpu = ((user + system) / 1_000_000).toFixed(1);
    console.log(`${entries} entries of ${Math.round(bytes / entries)} bytes: ${seconds} s, ${cpu} s of CPU`);
  }
} finally {
  await cluster.stop();
}

/** Answers the bytes of all entries. */
async function fill(adminUrl: string, keys: ReturnType<typeof openAuditKeys>): Promise<number> {
  const begun = Date.UTC(2026, 0, 1);
  const unplaced = (sequence: number, intent: string | null): UnplacedEntry => ({
    id: timedId(begun + sequence),
    kind: sequence === 0 ? "EPOCH" : intent === null ? "INTENT" : "OUTCOME",
    intent,
    at: begun + sequence,
    elapsedUs: sequence * 1_000,
    isSkewed: false,
    facts:
      sequence === 0
        ? JSON.stringify({ log: name, reason: "START", torn: null, note: noteOf(head, keys.signer) })
        : intent === null
          ? intentText(intentFor(`mb_${sequence % 5_000}`), keys, 2026)
          : outcomeText(outcomeFor(`mb_${sequence % 5_000}`), keys, 2026),
  });
  let head = emptyHead();
  let total = 0;
  await withConnection(adminUrl, async (client) => {
    await client.query("alter table audit_entry disable trigger all");
    const columns = "log, epoch, sequence, digest, body, id, intent, kind, at, persons";
    const stream = client.query(from(`copy audit_entry (${columns}) from stdin`));
    let intent: string | null = null;
    for (let sequence = 0; sequence < entries; sequence++) {
      const entry: UnplacedEntry = unplaced(sequence, intent);
      intent = entry.kind === "INTENT" ? entry.id : null;
      const placed = placeEntries(head, [entry]);
      head = placed.head;
      const body = placed.bodies[0] ?? Buffer.alloc(0);
      total += body.length;
      const at = new Date(entry.at).toISOString();
      const hex = [leafDigest(body), body].map((bytes) => `\\\\x${bytes.toString("hex")}`);
      const row = [name, 1, sequence, ...hex, entry.id, entry.intent ?? "\\N", entry.kind, at, "{}"].join("\t");
      if (!stream.write(`${row}\n`)) await once(stream, "drain");
      if ((sequence + 1) % 10_000 === 0) notes.push([sequence + 1, noteOf(head, keys.signer)]);
    }
    stream.end();
    await once(stream, "finish");
    for (const [size, note] of notes)
      await client.query("insert into audit_checkpoint values ($1, $2, $3)", [name, size, note]);
  });
  return total;
}
