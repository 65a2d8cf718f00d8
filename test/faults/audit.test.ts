import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../support/audit.ts";
import { auditProcess, historyOf, historyOfKills, linesOf } from "./audit-history.ts";

/** `AUDIT_KILLS=200` makes a night's run of it. */
const kills = Number(process.env["AUDIT_KILLS"] ?? 4);

describe("the audit log of a process that is killed under load", () => {
  it("holds one intent and one outcome for each answer that left, and its chain is whole", async () => {
    await using folder = await temporaryFolder();
    const { answered, unaccounted, report } = await historyOfKills(folder.path, kills, 200);
    expect(answered.length).toBeGreaterThan(20);
    expect(unaccounted).toEqual([]);
    expect(report).toMatchObject({ epochs: kills, fault: null });
  }, 60_000 + kills * 3_000);

  it("would betray an answer that left without its entries", async () => {
    await using folder = await temporaryFolder();
    const lines = await linesOf(auditProcess(folder.path, 20));
    const { answered, unaccounted, report } = await historyOf(folder.path, [...lines, "answered nobody"]);
    expect(unaccounted).toEqual(["nobody"]);
    expect(answered.length).toBeGreaterThan(20);
    expect(report).toMatchObject({ unconcluded: [], unsigned: 0, fault: null });
  }, 60_000);
});

describe("the audit log on a disk that takes no more", () => {
  it("refuses callers within a second, loses no answer and recovers alone", async () => {
    await using folder = await temporaryFolder();
    // A file may have 80 kB: some hundred entries fit, then the system refuses to write as it does on a full disk.
    const limited = ["/bin/sh", "-c", 'ulimit -S -f 160; exec "$@"', "sh", ...auditProcess(folder.path, 150)];
    const { answered, refusedAfterMs, unaccounted, report } = await historyOf(folder.path, await linesOf(limited));
    expect(answered.length).toBeGreaterThanOrEqual(150);
    expect(refusedAfterMs.length).toBeGreaterThan(0);
    // Twice the wait of 900 ms, since an access is two entries, and a loaded machine's delay.
    expect(Math.max(...refusedAfterMs)).toBeLessThan(2_500);
    expect(unaccounted).toEqual([]);
    expect(report.epochs).toBeGreaterThan(2);
    expect(report.fault).toBeNull();
  }, 60_000);
});
