import { createPublicKey } from "node:crypto";
import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { openDatabase } from "#kit/database.ts";
import { readVerifierKey, verifierKey } from "../../gateway/audit/checkpoint.ts";
import { openAuditKeys } from "../../gateway/audit/keys.ts";
import { requireSameLog } from "../../gateway/audit/same-log.ts";
import { wholeNumber } from "../commands/whole-number.ts";
import { readAuditConfig } from "./config.ts";
import type { AuditTables } from "./tables.ts";
import { readRequest, requestText, storeCosignatures, witness, witnessRequest } from "./witnessing.ts";

/** `hub audit request`: what the log's operator sends to a witness. */
export const requestCommand = new Command("request")
  .description("print the newest checkpoint with the proof that it continues the one a witness signed last")
  .option(
    "--since <entries>",
    "size of the checkpoint that the witness signed last",
    wholeNumber(0, Number.MAX_SAFE_INTEGER),
    0,
  )
  .action(async ({ since }: { since: number }) => {
    const config = readAuditConfig();
    await requireSameLog(config.folder, config.name);
    console.log(requestText(await witnessRequest(config, since)));
  });

/** `hub audit witness`: what the other agency does with it, under a name and with keys of its own. */
export const witnessCommand = new Command("witness")
  .description("as another agency, named by AUDIT_LOG_NAME: sign a checkpoint that continues all signed before")
  .argument("<request>", "file with what `hub audit request` printed")
  .requiredOption("--log <text>", "verifier key of the log")
  .action(async (request: string, { log }: { log: string }) => {
    const config = readAuditConfig();
    const note = await witness(config, readVerifierKey(log), readRequest(await readFile(request, "utf8")));
    const { name, privateKey } = openAuditKeys(config.keysFolder, config.name).signer;
    console.error(`witness ${verifierKey({ name, publicKey: createPublicKey(privateKey) }, true)}`);
    process.stdout.write(note);
  });

/** `hub audit cosigned`: what the log's operator does with the answer. */
export const cosignedCommand = new Command("cosigned")
  .description("store the signatures of witnesses that a checkpoint came back with")
  .argument("<note>", "file with what `hub audit witness` printed")
  .action(async (file: string) => {
    const { name, databaseUrl } = readAuditConfig();
    if (databaseUrl === null) throw new Error("AUDIT_DATABASE_URL must say where signatures are kept.");
    const db = openDatabase<AuditTables>({ url: databaseUrl, poolSize: 1 });
    try {
      const kept = await storeCosignatures(db, name, await readFile(file, "utf8"));
      if (kept === 0) throw new Error(`${file} holds no signature of a witness of the log ${name}.`);
      console.log(`${kept} signatures of witnesses kept`);
    } finally {
      await db.destroy();
    }
  });
