import { createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Command } from "commander";
import { openDatabase } from "#kit/database.ts";
import { isNoteOf, readVerifierKey, verifierKey, type NoteKey } from "../../gateway/audit/checkpoint.ts";
import { openAuditKeys, pseudonymKeysNow, type AuditKeys } from "../../gateway/audit/keys.ts";
import { requireSameLog } from "../../gateway/audit/same-log.ts";
import { accessesTo } from "../audit/accesses.ts";
import { answerHealth } from "../audit/answer-health.ts";
import { readAuditConfig, readShipperAddress, type AuditConfig } from "../audit/config.ts";
import { proveEntry } from "../audit/prove-entry.ts";
import { shipSegments } from "../audit/ship.ts";
import { readLog, requireShippedEntries, sizeOfLog, type EntriesReader } from "../audit/stored-log.ts";
import type { AuditTables } from "../audit/tables.ts";
import { unlessStalled } from "../audit/unless-stalled.ts";
import { cosignedCommand, requestCommand, witnessCommand } from "../audit/witness-commands.ts";
import { reportLines, verifyLog } from "../audit/verify-log.ts";
import { wholeNumber } from "./whole-number.ts";

const SHIPPING_PAUSE_MS = 5_000;
/** A batch takes less than a second; a database may be busy, and whoever gives up begins its segment anew. */
const STALLED_SECONDS = 120;
/** What is still waited for when connections are closed: one that answers nothing does not end either. */
const CLOSING_MS = 1_000;

const list = (text: string, before: readonly string[] = []) => [...before, text];

const verify = new Command("verify")
  .description("check the whole audit log; exits with 1 and names the first bad sequence when it is not as written")
  .option("--key <text>", "verifier key of the log, where its signing key is not at hand")
  .option("--witness <text>", "verifier key of a witness whose signatures count; may be repeated", list, [])
  .option("--checkpoint <file>", "signed checkpoint that another agency kept; may be repeated", list, [])
  .action(async (options: { key?: string; witness: readonly string[]; checkpoint: readonly string[] }) => {
    const config = await readWholeConfig();
    const key = options.key === undefined ? logKey(config) : readVerifierKey(options.key);
    if (key.name !== config.name)
      throw new Error(`The verifier key is that of the log ${key.name}, and AUDIT_LOG_NAME says ${config.name}.`);
    const notes = await Promise.all(options.checkpoint.map((file) => readNote(file, key)));
    const report = await verifyLog(config, { key, witnesses: options.witness.map(readVerifierKey), notes });
    console.log(`log ${verifierKey(key)}\n${reportLines(report).join("\n")}`);
    if (report.fault || report.entries === 0) process.exitCode = 1;
  });

const prove = new Command("prove")
  .description("print what convinces anybody who has the log's verifier key that an entry stands in the log")
  .argument("<id>", "id of the entry")
  .action(async (id: string) => console.log(JSON.stringify(await proveEntry(await readWholeConfig(), id), null, 2)));

const subject = new Command("subject")
  .description("list every access to a person's data")
  .argument("<person>", "the person's opaque id")
  .action(async (person: string) => {
    const config = await readWholeConfig();
    const accesses = await accessesTo(config, keysOf(config), person);
    const lines = accesses.map(({ at, organization, purpose, operation, decision, id }) =>
      [at, organization, purpose, operation, decision ?? "NOT CONCLUDED", id].join("  "),
    );
    // Whoever looks into a log of another name, or into none, would believe that nobody has looked.
    if (lines.length === 0 && (await sizeOfLog(config)) === 0)
      throw new Error(`The log ${config.name} has no entries.`);
    console.log(lines.length > 0 ? lines.join("\n") : "No access is known.");
  });

const tail = new Command("tail")
  .description("print the last entries of the audit log")
  .option("--entries <count>", "how many", wholeNumber(1, 999_999), 20)
  .action(async ({ entries: count }: { entries: number }) => {
    const config = await readWholeConfig();
    const print: EntriesReader = (entries) => {
      for (const { body } of entries) console.log(body.toString());
      return true;
    };
    await readLog(config, print, Math.max(0, (await sizeOfLog(config)) - count));
  });

const pseudonymKeys = new Command("pseudonym-keys")
  .description("print this year's and next year's as AUDIT_LOG_PSEUDONYM_KEYS takes them; draws those that are missing")
  .action(() => console.log(pseudonymKeysNow(readAuditConfig().keysFolder)));

const ship = new Command("ship")
  .description("bring sealed segments of the audit log to its database until stopped")
  .option("--once", "ship what is sealed now and end", false)
  .option(
    "--stalled-after <seconds>",
    "how long nothing may come of it before it fails, to be started again",
    wholeNumber(1, 86_400),
    STALLED_SECONDS,
  )
  .action(async ({ once, stalledAfter }: { once: boolean; stalledAfter: number }) => {
    const { name, folder, databaseUrl } = readAuditConfig();
    if (databaseUrl === null) throw new Error("AUDIT_DATABASE_URL must say where the audit log is shipped to.");
    await using listening = new AsyncDisposableStack();
    const address = once ? null : readShipperAddress();
    if (address) listening.use(await answerHealth(address));
    // Nobody else ends the first process of a container, and what is cut off is shipped anew.
    if (!once) process.once("SIGTERM", () => process.exit(0));
    const db = openDatabase<AuditTables>({ url: databaseUrl, poolSize: 1 });
    try {
      for (;;) {
        const shipped = await unlessStalled(stalledAfter * 1_000, (gotFurther) =>
          shipSegments(db, name, folder, gotFurther),
        );
        if (shipped > 0) console.log(`${shipped} audit entries shipped`);
        if (once) break;
        await sleep(SHIPPING_PAUSE_MS);
      }
    } finally {
      await Promise.race([db.destroy(), sleep(CLOSING_MS, undefined, { ref: false })]);
    }
  });

/** `hub audit`: what an operator, an auditor and a witness do with the audit log. */
export const auditCommand = new Command("audit")
  .description("verify, prove, search, ship and witness the audit log")
  .addCommand(verify)
  .addCommand(prove)
  .addCommand(subject)
  .addCommand(tail)
  .addCommand(pseudonymKeys)
  .addCommand(ship)
  .addCommand(requestCommand)
  .addCommand(witnessCommand)
  .addCommand(cosignedCommand);

/** A checkpoint that was kept elsewhere; whatever else is in a file says nothing against the log. */
async function readNote(file: string, { name }: NoteKey): Promise<string> {
  const note = await readFile(file, "utf8");
  if (!isNoteOf(note, name)) throw new Error(`${file} holds no checkpoint of the log ${name}.`);
  return note;
}

async function readWholeConfig(): Promise<AuditConfig> {
  const config = readAuditConfig();
  await requireSameLog(config.folder, config.name);
  await requireShippedEntries(config);
  return config;
}

function logKey(config: AuditConfig): NoteKey {
  const { name, privateKey } = keysOf(config).signer;
  return { name, publicKey: createPublicKey(privateKey) };
}

/** The keys that are there: a reader must not make new ones, under which nothing would be found. */
function keysOf({ keysFolder, name }: AuditConfig): AuditKeys {
  if (!existsSync(join(keysFolder, "signing.pem"))) throw new Error(`There is no audit key in ${keysFolder}.`);
  return openAuditKeys(keysFolder, name);
}
