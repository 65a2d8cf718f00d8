import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { join } from "node:path";
import { pseudonymOf, readPseudonymKeys } from "#contract/pseudonyms.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { auditCommand } from "../../deploy/commands/audit.ts";
import { freePort } from "../../deploy/local/port.ts";
import { openAuditLog } from "../../gateway/audit/audit-log.ts";
import { requestText } from "../../deploy/audit/witnessing.ts";
import { signCheckpoint, verifierKey } from "../../gateway/audit/checkpoint.ts";
import { openAuditKeys } from "../../gateway/audit/keys.ts";
import { EMPTY_ROOT } from "../../gateway/audit/merkle.ts";
import { freshSigner, intentFor, outcomeFor } from "../support/audit.ts";
import { quiet, storedLog } from "../support/stored-audit.ts";

type Settings = Awaited<ReturnType<typeof storedLog>>["config"];

describe("hub audit", () => {
  const said: string[] = [];
  beforeEach(() => void vi.spyOn(console, "log").mockImplementation((line: string) => void said.push(line)));
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    said.length = 0;
    process.exitCode = undefined;
  });

  async function run({ config }: { readonly config: Settings }, ...args: string[]) {
    vi.stubEnv("HUB_DATA_DIR", config.folder);
    vi.stubEnv("AUDIT_LOG_NAME", config.name);
    vi.stubEnv("AUDIT_FOLDER", config.folder);
    vi.stubEnv("AUDIT_KEYS_FOLDER", config.keysFolder);
    vi.stubEnv("AUDIT_DATABASE_URL", config.databaseUrl);
    await auditCommand.parseAsync(args, { from: "user" });
    return said.join("\n");
  }

  it("ships, verifies, proves, searches and shows the end of a log", async () => {
    await using log = await storedLog(2);
    expect(await run(log, "ship", "--once")).toBe("5 audit entries shipped");
    expect(await run(log, "verify")).toMatch(
      /5 entries in 1 epochs\n5 of them under a checkpoint[^]*The log is whole\.$/,
    );
    expect(process.exitCode).toBeUndefined();
    expect(await run(log, "prove", log.ids[0] ?? "")).toContain('"sequence": 1');
    expect(await run(log, "subject", "mb_1")).toMatch(/PTC-01 {2}ACTIVITY_TRANSFER .* ANSWERED/);
    said.length = 0;
    await run(log, "tail", "--entries", "1");
    expect(said).toEqual([expect.stringContaining('"sequence":4,')]);
  });

  it("fails when its database falls silent in the middle, answering till then, and loses nothing", async () => {
    await using log = await storedLog(2);
    const { config } = log;
    const database = new URL(config.databaseUrl ?? "");
    const silent = await silentOnceAsked(Number(database.port), "insert into");
    database.port = String(silent.port);
    const cutOff = { config: { ...config, databaseUrl: database.href } };
    const port = await freePort();
    const health = () => fetch(`http://127.0.0.1:${port}/health`).then(({ status }) => status);
    vi.stubEnv("AUDIT_SHIPPER_PORT", String(port));
    const failure = run(cutOff, "ship", "--stalled-after", "1").then(() => null, String);
    await expect.poll(() => health().catch(() => null)).toBe(200);
    expect(await failure).toContain("It has got no further for 1 s");
    await expect(health()).rejects.toThrow("fetch failed");
    silent.close();
    expect(await run({ config }, "ship", "--once")).toBe("5 audit entries shipped");
  });

  it("names the first bad sequence and fails, with nothing but the verifier key and a kept checkpoint", async () => {
    await using log = await storedLog(2);
    await log.ship();
    const { rows } = await log.asAdmin("select note from audit_checkpoint order by size desc limit 1");
    const kept = join(log.config.folder, "kept.note");
    await writeFile(kept, (rows[0] as { note: string }).note);
    await log.asAdmin(
      "alter table audit_entry disable trigger all; alter table audit_checkpoint disable trigger all;" +
        "delete from audit_entry where sequence >= 3; delete from audit_checkpoint",
    );
    await run(log, "verify", "--key", verifierKey(log.key), "--checkpoint", kept);
    expect(said.join("\n")).toContain("THE LOG IS NOT AS IT WAS WRITTEN, first at sequences 3 to 4");
    expect(process.exitCode).toBe(1);
  });

  it("takes no file for a checkpoint that is none of this log", async () => {
    await using log = await storedLog(1);
    const file = join(log.config.folder, "text");
    const other = signCheckpoint(
      { origin: "hub.test/other", size: 9, root: EMPTY_ROOT },
      freshSigner("hub.test/other").signer,
    );
    for (const text of ["", "a letter\nof two lines\n", other]) {
      await writeFile(file, text);
      const verified = run(log, "verify", "--checkpoint", file);
      await expect(verified).rejects.toThrow(`${file} holds no checkpoint of the log hub.test/audit.`);
    }
    expect(said).toEqual([]);
  });

  it("does not call altered or empty what was shipped to a database that it is not told of", async () => {
    await using log = await storedLog(1);
    const untold = { config: { ...log.config, databaseUrl: "" } };
    expect(await run(untold, "verify")).toContain("The log is whole.");
    await log.ship();
    for (const command of [["verify"], ["subject", "mb_0"], ["prove", log.ids[0] ?? ""], ["tail"]])
      await expect(run(untold, ...command)).rejects.toThrow(/^AUDIT_DATABASE_URL must say where the entries are/);
  });

  it("calls nothing altered that is a log of another name, and ships none of it", async () => {
    await using log = await storedLog(1);
    const other = { config: { ...log.config, name: "hub.test/other" } };
    for (const command of [["verify"], ["subject", "mb_0"], ["tail"], ["request"], ["ship", "--once"]])
      await expect(run(other, ...command)).rejects.toThrow(
        `The audit log in ${log.config.folder} is called hub.test/audit, and AUDIT_LOG_NAME says hub.test/other: `,
      );
    await expect(run(log, "verify", "--key", verifierKey({ ...log.key, name: "hub.test/other" }))).rejects.toThrow(
      "The verifier key is that of the log hub.test/other, and AUDIT_LOG_NAME says hub.test/audit.",
    );
    expect(said).toEqual([]);
    expect(await run(log, "ship", "--once")).toBe("3 audit entries shipped");
    await expect(run(other, "verify")).rejects.toThrow("is called hub.test/audit");
    expect(await run(log, "verify")).toContain("The log is whole.");
  });

  it("prints this year's and next year's pseudonym keys, under which the log is written", async () => {
    await using log = await storedLog(1);
    const year = new Date().getUTCFullYear();
    const printed = await run(log, "pseudonym-keys");
    const keys = readPseudonymKeys(printed);
    expect([...keys.keys()]).toEqual([year, year + 1]);
    const written = openAuditKeys(log.config.keysFolder, log.config.name);
    for (const [each, key] of keys)
      expect(pseudonymOf(key, "person", "mb_0")).toBe(written.pseudonym("person", "mb_0", each));
    said.length = 0;
    expect(await run(log, "pseudonym-keys")).toBe(printed);
  });

  it("does not call whole what is not there", async () => {
    await using log = await storedLog(1);
    const other = { config: { ...log.config, folder: `${log.config.folder}-none` } };
    expect(await run(other, "verify")).toMatch(/^There is nothing to verify\.$/m);
    expect(process.exitCode).toBe(1);
    await expect(run(other, "subject", "mb_1")).rejects.toThrow("The log hub.test/audit has no entries.");
  });

  it("refuses a request and a note that are none, and says so", async () => {
    await using log = await storedLog(1);
    const file = join(log.config.folder, "text");
    await writeFile(file, "{}\n\n— witness abc\n");
    const asked = run(log, "witness", file, "--log", verifierKey(log.key));
    await expect(asked).rejects.toThrow("This is not what `hub audit request` printed.");
    await expect(run(log, "cosigned", file)).rejects.toThrow("holds no signature of a witness of the log");
  });

  it("makes no keys where it finds none", async () => {
    await using log = await storedLog(1);
    const nowhere = { config: { ...log.config, keysFolder: `${log.config.keysFolder}-none` } };
    await expect(run(nowhere, "verify")).rejects.toThrow(/^There is no audit key in /);
  });

  it("lets another agency sign what continues the log, and nothing else", async () => {
    await using log = await storedLog(4);
    await log.ship();
    const file = (name: string) => join(log.config.keysFolder, name);
    const witness = { config: { ...log.config, name: "foreign-ministry", keysFolder: file("witness") } };
    const ask = ["witness", file("request.json"), "--log", verifierKey(log.key)];
    const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const written = vi.spyOn(process.stdout, "write").mockImplementation(() => true);

    await writeFile(file("request.json"), await run(log, "request"));
    await run(witness, ...ask);
    const note = String(written.mock.lastCall?.[0]);
    const [, witnessKey = ""] = String(errors.mock.lastCall?.[0]).split(" ");
    await writeFile(file("note"), note);
    said.length = 0;
    expect(await run(log, "cosigned", file("note"))).toBe("1 signatures of witnesses kept");
    expect(await run(log, "verify", "--witness", witnessKey)).toContain("3 checkpoints, 1 signatures of witnesses");

    const audit = await openAuditLog({ ...log.config, ...quiet });
    await (await audit.intend(intentFor("mb_a"))).conclude(outcomeFor("mb_a"));
    await audit.close();
    await log.ship();
    said.length = 0;
    await writeFile(file("request.json"), await run(log, "request"));
    await expect(run(witness, ...ask)).rejects.toThrow(
      "The checkpoint at size 12 does not continue the one signed at size 9.",
    );
    said.length = 0;
    await writeFile(file("request.json"), await run(log, "request", "--since", "9"));
    await run(witness, ...ask);
    expect(String(written.mock.lastCall?.[0])).toMatch(/^hub\.test\/audit\n12\n[^]*\n— foreign-ministry \S+\n$/);

    // The log of another gateway begins at its own beginning, and what was signed of the first is not forgotten.
    const other = freshSigner("hub.test/other");
    const beginning = signCheckpoint({ origin: "hub.test/other", size: 1, root: EMPTY_ROOT }, other.signer);
    await writeFile(file("other.json"), requestText({ note: beginning, proof: [] }));
    await run(witness, "witness", file("other.json"), "--log", verifierKey(other.key));
    expect(String(written.mock.lastCall?.[0])).toMatch(/^hub\.test\/other\n1\n[^]*\n— foreign-ministry \S+\n$/);
    await expect(run(witness, ...ask)).rejects.toThrow("does not continue the one signed at size 12");
  });
});

/** A way to a server on this machine on which nothing comes back once those words have passed. */
async function silentOnceAsked(port: number, words: string) {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, "127.0.0.1");
    let isSilent = false;
    client.on("data", (bytes) => {
      isSilent ||= bytes.includes(words);
      upstream.write(bytes);
    });
    upstream.on("data", (bytes) => void (isSilent || client.write(bytes)));
    for (const socket of [client, upstream]) sockets.add(socket.on("error", () => undefined));
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
