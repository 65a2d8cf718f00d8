import { writeSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { openAuditLog } from "../../gateway/audit/audit-log.ts";
import { intentFor, outcomeFor } from "../support/audit.ts";

/**
 * A process of its own that serves 16 callers from the log in the folder of its first argument until it is killed, or
 * until it answered as many as its third argument says. It writes a line for each answer with the intent's id, and one
 * for each refusal with the milliseconds that the caller waited.
 */
const [folder = "", keysFolder = "", answersMax = "Infinity"] = process.argv.slice(2);
const STDOUT = 1;
const audit = await openAuditLog({ name: "hub.test/audit", folder, keysFolder, log: () => undefined });

let answers = 0;
const caller = async (person: string) => {
  while (answers < Number(answersMax)) {
    const begun = performance.now();
    try {
      const access = await audit.intend(intentFor(person));
      await access.conclude(outcomeFor(person));
      answers++;
      // At once and whole: what a killed process still holds was not answered.
      writeSync(STDOUT, `answered ${access.id}\n`);
    } catch {
      writeSync(STDOUT, `refused ${Math.round(performance.now() - begun)}\n`);
      await setTimeout(5);
    }
  }
};
await Promise.all(Array.from({ length: 16 }, (_, index) => caller(`mb_${index}`)));
await audit.close();
