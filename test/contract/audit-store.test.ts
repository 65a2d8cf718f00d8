import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDatabase } from "#kit/database.ts";
import { accessesTo } from "../../deploy/audit/accesses.ts";
import { isProof, proveEntry } from "../../deploy/audit/prove-entry.ts";
import { shipSegments } from "../../deploy/audit/ship.ts";
import type { AuditTables } from "../../deploy/audit/tables.ts";
import { verifyLog } from "../../deploy/audit/verify-log.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import { openAuditLog } from "../../gateway/audit/audit-log.ts";
import { cosign } from "../../gateway/audit/checkpoint.ts";
import { freshSigner, intentFor, outcomeFor } from "../support/audit.ts";
import { auditName, quiet, storedLog } from "../support/stored-audit.ts";

const entriesIn = async (folder: string) => (await readdir(folder)).filter((file) => file.endsWith(".entries"));

describe("the shipping of the audit log", () => {
  it("brings each entry to the database once, however often it runs, and leaves nothing behind", async () => {
    await using log = await storedLog(10);
    const copies = join(log.config.folder, "..", "copies");
    await mkdir(copies);
    const files = await readdir(log.config.folder);
    for (const file of files) await copyFile(join(log.config.folder, file), join(copies, file));

    expect(await log.ship()).toBe(21);
    expect(await entriesIn(log.config.folder)).toEqual([]);
    expect(await log.verify()).toMatchObject({ entries: 21, unsigned: 0, fault: null });

    for (const file of files) await copyFile(join(copies, file), join(log.config.folder, file));
    expect(await log.ship()).toBe(21);
    const { rows } = await log.asAdmin("select count(*)::int as count from audit_entry");
    expect(rows).toEqual([{ count: 21 }]);
  });

  it("stores each entry once when two ship at the same time", async () => {
    await using log = await storedLog(30);
    await Promise.all([log.ship(), log.ship()].map((shipping) => shipping.catch(() => undefined)));
    await log.ship();
    expect(await log.verify()).toMatchObject({ entries: 61, unsigned: 0, fault: null });
  });

  it("leaves a log that the writer continues", async () => {
    await using log = await storedLog(3);
    await log.ship();
    const audit = await openAuditLog({ ...log.config, ...quiet });
    await (await audit.intend(intentFor("mb_a"))).conclude(outcomeFor("mb_a"));
    expect(await log.verify()).toMatchObject({ entries: 10, epochs: 2, unsigned: 3, fault: null });
    await audit.close();
    await log.ship();
    expect(await log.verify()).toMatchObject({ entries: 10, epochs: 2, unsigned: 0, fault: null });
  });

  it("deletes nothing where the database holds another log of the same name", async () => {
    await using log = await storedLog(3);
    await log.ship();
    const { config } = log;
    const again = { ...config, folder: `${config.folder}-again` };
    const audit = await openAuditLog({ ...again, ...quiet });
    await audit.close();
    const db = openDatabase<AuditTables>({ url: log.config.databaseUrl, poolSize: 1 });
    const shipping = shipSegments(db, auditName, again.folder);
    await expect(shipping).rejects.toThrow("The database holds another entry at sequence 0 of the log hub.test/audit.");
    await db.destroy();
    expect(await entriesIn(again.folder)).toHaveLength(1);
  });
});

describe("the stored audit log", () => {
  it.each([
    ["update audit_entry set body = body", "service"],
    ["delete from audit_entry", "service"],
    ["truncate audit_entry", "service"],
    ["delete from audit_checkpoint", "service"],
    ["update audit_cosignature set line = line", "service"],
    ["update audit_entry set body = body", "administrator"],
    ["truncate audit_checkpoint", "administrator"],
  ] as const)("refuses %s to the %s", async (statement, role) => {
    await using log = await storedLog(1);
    await log.ship();
    const run = role === "service" ? log.asService : log.asAdmin;
    await expect(run(statement)).rejects.toMatchObject({ code: "42501" });
  });

  const off = "alter table audit_entry disable trigger all; alter table audit_checkpoint disable trigger all;";

  it.each([
    ["a byte", "update audit_entry set body = set_byte(body, 300, get_byte(body, 300) # 1) where sequence = 8", 8],
    ["a digest", "update audit_entry set digest = set_byte(digest, 0, get_byte(digest, 0) # 1) where sequence = 8", 8],
    ["a number", "update audit_entry set epoch = 2 where sequence = 8", 8],
    ["a deletion", "delete from audit_entry where sequence = 8", 8],
    ["a double", copyOf(8), 8],
    ["a cut end", "delete from audit_entry where sequence >= 8", 8],
  ])("betrays %s, though the administrator made it", async (_, statement, sequence) => {
    await using log = await storedLog(6);
    await log.ship();
    await log.asAdmin(off + statement);
    expect((await log.verify()).fault).toMatchObject({ from: sequence });
  });

  it("that was replaced as a whole, checkpoints too, no longer fits what another agency kept", async () => {
    await using log = await storedLog(6);
    await log.ship();
    const witness = freshSigner("foreign-ministry");
    const { rows } = await log.asAdmin("select note from audit_checkpoint order by size desc limit 1");
    const { note } = rows[0] as { note: string };
    const kept = note + cosign(note, witness.signer, 1_790_000_000);

    const forged = { ...log.config, folder: `${log.config.folder}-forged` };
    const audit = await openAuditLog({ ...forged, ...quiet });
    for (let index = 0; index < 6; index++) {
      await (await audit.intend(intentFor("mb_x"))).conclude(outcomeFor("mb_x"));
    }
    await audit.close();
    await log.asAdmin(`${off} delete from audit_entry; delete from audit_checkpoint`);
    const db = openDatabase<AuditTables>({ url: log.config.databaseUrl, poolSize: 1 });
    await shipSegments(db, auditName, forged.folder);
    await db.destroy();

    const config = { ...log.config, folder: `${log.config.folder}-none` };
    const trust = { key: log.key, witnesses: [witness.key] };
    expect((await verifyLog(config, { ...trust, notes: [] })).fault).toBeNull();
    expect((await verifyLog(config, { ...trust, notes: [kept] })).fault).toMatchObject({
      reason: "The checkpoint at size 13 is of another log.",
    });
  });

  it("counts the signatures of witnesses that were handed in", async () => {
    await using log = await storedLog(1);
    await log.ship();
    const { signer, key } = freshSigner("foreign-ministry");
    const { rows } = await log.asService("select size, note from audit_checkpoint");
    const { size, note } = rows[0] as { size: string; note: string };
    const values = [auditName, size, key.name, cosign(note, signer, 1)];
    await withConnection(log.config.databaseUrl, (client) =>
      client.query("insert into audit_cosignature values ($1, $2, $3, $4)", values),
    );
    const trust = { key: log.key, witnesses: [key], notes: [] };
    expect(await verifyLog(log.config, trust)).toMatchObject({ cosignatures: 1, fault: null });
  });

  it("proves each of its entries, to whoever has the log's key", async () => {
    await using log = await storedLog(5);
    await log.ship();
    for (const id of log.ids) {
      const proof = await proveEntry(log.config, id);
      expect(isProof(proof, log.key)).toBe(true);
      expect(isProof({ ...proof, entry: proof.entry.replace("PTC-01", "PTC-02") }, log.key)).toBe(false);
      expect(isProof({ ...proof, sequence: proof.sequence + 1 }, log.key)).toBe(false);
      expect(isProof(proof, freshSigner(auditName).key)).toBe(false);
    }
    await expect(proveEntry(log.config, "none")).rejects.toThrow("There is no entry none in the log.");
  });

  it("tells a person every access to their data and nobody else's, shipped or not", async () => {
    await using log = await storedLog(3);
    await log.ship();
    await using audit = await openAuditLog({ ...log.config, ...quiet });
    const open = await audit.intend(intentFor("mb_1"));
    expect(await accessesTo(log.config, log.keys, "mb_1")).toMatchObject([
      { id: log.ids[1], organization: "PTC-01", purpose: "ACTIVITY_TRANSFER", decision: "ANSWERED" },
      { id: open.id, decision: null },
    ]);
    expect(await accessesTo(log.config, log.keys, "mb_unknown")).toEqual([]);
  });

  it("tells which issuer vouched for each caller, and none where an entry names none", async () => {
    await using log = await storedLog(1);
    await log.ship();
    const unnamed = `replace(convert_from(body, 'UTF8'), '"issuer":"urn:test:issuer",', '')`;
    const nobody = `replace(convert_from(body, 'UTF8'), 'urn:test:issuer', '')`;
    for (const [index, body] of [unnamed, nobody].entries())
      await log.asAdmin(`insert into audit_entry select log, epoch, ${90 + index}, digest, convert_to(${body}, 'UTF8'),
        gen_random_uuid(), intent, kind, at, persons from audit_entry where id = '${log.ids[0]}'`);
    const { rows } = await log.asAdmin("select issuer from access order by issuer");
    expect(rows).toEqual([{ issuer: "urn:test:issuer" }, { issuer: null }, { issuer: null }]);
  });
});

/** Inserts a second row of a sequence. */
function copyOf(sequence: number): string {
  const columns = "sequence, digest, body, id, intent, kind, at, persons";
  return `insert into audit_entry (log, epoch, ${columns})
    select log, 0, ${columns} from audit_entry where sequence = ${sequence}`;
}
