import { existsSync } from "node:fs";
import { appendFile, mkdir, readdir, readFile, rm, rmdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createPublicKey } from "node:crypto";
import { describe, expect, it } from "vitest";
import { entriesIn } from "../../deploy/audit/ship.ts";
import { verifyLog } from "../../deploy/audit/verify-log.ts";
import { intentFor, outcomeFor, temporaryFolder } from "../../test/support/audit.ts";
import { openAuditLog, type AuditLogOptions } from "./audit-log.ts";
import { openAuditKeys } from "./keys.ts";
import { entriesFile, listSegments } from "./segments.ts";

const name = "hub.test/audit";

/** A folder with room for a log and its keys, and what is needed to open and to judge it. */
async function logFolder() {
  const folder = await temporaryFolder();
  const [logs, keysFolder] = [join(folder.path, "log"), join(folder.path, "keys")];
  const said: string[] = [];
  const open = (options: Partial<AuditLogOptions> = {}) =>
    openAuditLog({ name, folder: logs, keysFolder, waitMs: 15_000, log: (line) => said.push(line), ...options });
  const verify = async () => {
    const key = { name, publicKey: createPublicKey(openAuditKeys(keysFolder, name).signer.privateKey) };
    return verifyLog({ name, folder: logs, keysFolder, databaseUrl: null }, { key, witnesses: [], notes: [] });
  };
  const bytes = async () => {
    const segments = (await listSegments(logs)).filter(({ hasEntries }) => hasEntries);
    const files = segments.map(async (segment) => ({ segment, bytes: await readFile(entriesFile(segment.path)) }));
    return Promise.all(files);
  };
  const entries = async () => (await bytes()).flatMap((file) => [...entriesIn(file.bytes, file.segment)]);
  return { logs, keysFolder, said, open, verify, bytes, entries, [Symbol.asyncDispose]: folder[Symbol.asyncDispose] };
}

describe("the audit log", () => {
  it("holds an intent and an outcome for each access, under a checkpoint once it is closed", async () => {
    await using folder = await logFolder();
    const audit = await folder.open();
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const access = await audit.intend(intentFor(`mb_${index}`));
        await access.conclude(outcomeFor(`mb_${index}`));
      }),
    );
    await audit.close();
    expect(await folder.verify()).toMatchObject({ entries: 101, epochs: 1, unsigned: 0, unconcluded: [], fault: null });
  });

  it("holds no value of a request, but who, why, what and under which rights", async () => {
    await using folder = await logFolder();
    await using audit = await folder.open();
    const access = await audit.intend(intentFor("mb_aaaaaaaaaaaaa"));
    await access.conclude(outcomeFor("mb_aaaaaaaaaaaaa"));
    const [, intent, outcome] = (await folder.entries()).map(({ body }) => body.toString());
    for (const secret of ["mb_aaaaaaaaaaaaa", "clerk-17", "token-4711", "000123456789"]) {
      expect(`${intent}${outcome}`).not.toContain(secret);
    }
    const { persons, ...said } = JSON.parse(intent ?? "") as { persons: readonly string[] };
    expect(said).toMatchObject({
      kind: "INTENT",
      id: access.id,
      caller: { issuer: "urn:test:issuer", organization: "PTC-01", address: "192.0.2.7" },
      purpose: "ACTIVITY_TRANSFER",
      allowed: { PERSONAL: ["Member.homeRecord", "HomeRecord.fullName"] },
      denied: { SENSITIVE: ["HomeRecord.cardNumber"] },
    });
    const concluded = { intent: access.id, decision: "ANSWERED", persons, personCount: 1 };
    expect(JSON.parse(outcome ?? "")).toMatchObject(concluded);
  });

  it.each([
    ["sealed", true],
    ["cut off before its first checkpoint", false],
  ])("is not begun over a log of another name or key that was %s, and continues its own", async (_, isSealed) => {
    await using folder = await logFolder();
    const first = await folder.open();
    const left = isSealed ? [] : await folder.bytes();
    await first.close();
    for (const { segment, bytes } of left) {
      await rm(`${segment.path}.seal`);
      await writeFile(entriesFile(segment.path), bytes);
    }
    const before = await readdir(folder.logs);
    await expect(folder.open({ name: "hub.test/other" })).rejects.toThrow(
      `The audit log in ${folder.logs} is called hub.test/audit, and AUDIT_LOG_NAME says hub.test/other: ` +
        "set AUDIT_LOG_NAME to hub.test/audit, or AUDIT_FOLDER to the folder of the other log, an empty one to begin it.",
    );
    const keysFolder = `${folder.keysFolder}-other`;
    await expect(folder.open({ keysFolder })).rejects.toThrow(
      `is not signed by the key in ${keysFolder}: let AUDIT_KEYS_`,
    );
    expect(await readdir(folder.logs)).toEqual(before);
    await (await folder.open()).close();
    expect(await folder.verify()).toMatchObject({ epochs: 2, unsigned: 0, fault: null });
  });

  it("says that an intent was not concluded, and refuses to conclude one twice", async () => {
    await using folder = await logFolder();
    await using audit = await folder.open();
    const open = await audit.intend(intentFor("mb_a"));
    const concluded = await audit.intend(intentFor("mb_b"));
    await concluded.conclude(outcomeFor("mb_b"));
    await expect(concluded.conclude(outcomeFor("mb_b"))).rejects.toThrow(/concluded already/);
    expect(await folder.verify()).toMatchObject({ unconcluded: [open.id], fault: null });
  });

  it("goes on where it ended: each start is an epoch that continues the one before", async () => {
    await using folder = await logFolder();
    for (let start = 0; start < 3; start++) {
      await using audit = await folder.open();
      await (await audit.intend(intentFor("mb_a"))).conclude(outcomeFor("mb_a"));
    }
    expect(await folder.verify()).toMatchObject({ entries: 9, epochs: 3, checkpoints: 3, fault: null });
  });

  it("makes a checkpoint after so many entries or so much time", async () => {
    await using folder = await logFolder();
    const audit = await folder.open({ checkpointEntries: 5, checkpointMs: 300 });
    for (let index = 0; index < 4; index++) await audit.intend(intentFor("mb_a"));
    await expect.poll(async () => (await folder.verify()).checkpoints).toBe(1);
    await audit.intend(intentFor("mb_a"));
    await expect.poll(folder.verify, { timeout: 5_000 }).toMatchObject({ checkpoints: 2, unsigned: 0, fault: null });
    await audit.close();
  });

  it("may be written by one process at a time, and by the next as soon as that lets go", async () => {
    await using folder = await logFolder();
    const audit = await folder.open();
    await expect(folder.open({ lockWaitMs: 100 })).rejects.toThrow(
      `Another process writes the audit log in ${folder.logs}.`,
    );
    const opening = folder.open();
    await audit.close();
    await using next = await opening;
    expect(next.refusal()).toBeNull();
  });

  it("serves nobody after it is closed", async () => {
    await using folder = await logFolder();
    const audit = await folder.open();
    await audit.close();
    await expect(audit.intend(intentFor("mb_a"))).rejects.toThrow("The audit log is closed.");
  });

  it("can say nothing more of a person in a year whose key was deleted", async () => {
    await using folder = await logFolder();
    const before = openAuditKeys(folder.keysFolder, name);
    const pseudonym = before.pseudonym("person", "mb_a", 2026);
    expect(openAuditKeys(folder.keysFolder, name).pseudonym("person", "mb_a", 2026)).toBe(pseudonym);
    expect(before.pseudonym("person", "mb_a", 2027)).not.toBe(pseudonym);
    expect(before.years()).toEqual([2026, 2027]);
    await rm(join(folder.keysFolder, "pseudonyms-2026.key"));
    expect(openAuditKeys(folder.keysFolder, name).pseudonym("person", "mb_a", 2026)).not.toBe(pseudonym);
  });
});

describe("the start of an audit log", () => {
  /** A log that ended as a crash ends it: its last segment is not sealed and ends in `tail`. */
  async function crashed(tail: string) {
    const folder = await logFolder();
    const audit = await folder.open();
    await (await audit.intend(intentFor("mb_a"))).conclude(outcomeFor("mb_a"));
    await audit.close();
    for (const file of await readdir(folder.logs)) if (file.endsWith(".seal")) await rm(join(folder.logs, file));
    const [{ segment } = { segment: { path: "" } }] = await folder.bytes();
    await appendFile(entriesFile(segment.path), tail);
    return folder;
  }

  const tails = ["0", "deadbeef 100 {", "deadbeef 2 {}\ndeadbeef 2 {}\n"];

  it.each(tails)("cuts off a torn end and keeps it: %j", async (tail) => {
    await using folder = await crashed(tail);
    await (await folder.open()).close();
    expect(await folder.verify()).toMatchObject({ entries: 4, epochs: 2, unconcluded: [], fault: null });
    const epoch = JSON.parse((await folder.entries()).at(-1)?.body.toString() ?? "");
    expect(epoch).toMatchObject({ kind: "EPOCH", reason: "START", torn: { bytes: tail.length } });
    const kept = (await readdir(folder.logs)).find((file) => file.includes(".torn-"));
    expect(await readFile(join(folder.logs, kept ?? ""), "utf8")).toBe(tail);
  });

  it("keeps of a torn end what is more than the room made for it", async () => {
    await using folder = await crashed(`deadbeef 100 {${"\0".repeat(500)}`);
    await (await folder.open()).close();
    const epoch = JSON.parse((await folder.entries()).at(-1)?.body.toString() ?? "");
    expect(epoch).toMatchObject({ kind: "EPOCH", torn: { bytes: 14 } });
  });

  it.each(["", "\0".repeat(500)])(
    "goes on without a word where nothing is torn, be there room or not: %#",
    async (room) => {
      await using folder = await crashed(room);
      await (await folder.open()).close();
      const epoch = JSON.parse((await folder.entries()).at(-1)?.body.toString() ?? "");
      expect(epoch).toMatchObject({ kind: "EPOCH", torn: null });
    },
  );

  it("refuses a log in which a whole entry does not continue the one before", async () => {
    await using folder = await crashed("");
    const [file] = await folder.bytes();
    const lines = file?.bytes.toString().split("\n") ?? [];
    await writeFile(entriesFile(file?.segment.path ?? ""), lines.toSpliced(1, 1).join("\n"));
    await expect(folder.open()).rejects.toThrow(/is broken at sequence 1; nothing is added/);
  });
});

describe("an audit log that cannot be written", () => {
  it("refuses within a second whatever needs an entry, says so once, and recovers alone", async () => {
    await using folder = await logFolder();
    await using audit = await folder.open({ checkpointEntries: 3 });
    const first = await audit.intend(intentFor("mb_a"));
    // The next segment has the name of a folder, so it cannot be made: the disk's refusal, without filling the disk.
    const obstacle = (epoch: number) => join(folder.logs, `0000000${epoch}-000000000000003.entries`);
    await mkdir(obstacle(1));
    await mkdir(obstacle(2));
    const second = await audit.intend(intentFor("mb_b"));
    await expect.poll(() => audit.refusal()?.message).toBe("No audit entry can be written now.");

    const begun = performance.now();
    await expect(audit.intend(intentFor("mb_c"))).rejects.toThrow("No audit entry can be written now.");
    await expect(first.conclude(outcomeFor("mb_a"))).rejects.toThrow("No audit entry can be written now.");
    expect(performance.now() - begun).toBeLessThan(1_000);

    await rmdir(obstacle(1));
    await rmdir(obstacle(2));
    await expect.poll(() => audit.refusal()).toBeNull();
    await second.conclude(outcomeFor("mb_b"));
    expect(folder.said).toEqual([
      expect.stringMatching(/^The audit log cannot be written \(EEXIST.*\), so no personal data are served\.$/),
      "The audit log is written again.",
    ]);
    expect(await folder.verify()).toMatchObject({ epochs: 2, unconcluded: [first.id], fault: null });
    expect(existsSync(obstacle(2))).toBe(true);
  });
});
