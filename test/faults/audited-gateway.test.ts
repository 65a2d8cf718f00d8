import { rename } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { askMany, auditedGateways, isAnswered, type AuditedGateways } from "./audited-gateway.ts";

/** `AUDIT_KILLS=200` makes a night's run of it. */
const kills = Number(process.env["AUDIT_KILLS"] ?? 3);

describe("a gateway that writes down accesses", () => {
  let gateways: AuditedGateways;
  beforeAll(async () => void (gateways = await auditedGateways()));
  afterAll(() => gateways[Symbol.asyncDispose]());

  it("has one intent and one outcome for each answer that left, however often it is killed under load", async () => {
    const asking = askMany(gateways, 8);
    for (let kill = 0; kill < kills; kill++) {
      const gateway = await gateways.start();
      await setTimeout(50 + Math.random() * 300);
      await gateway.kill();
    }
    const answered = (await asking.stop()).filter(isAnswered);
    expect(answered.length).toBeGreaterThan(kills);
    expect(await gateways.unaccounted(answered)).toEqual([]);
    expect(await gateways.verify()).toMatchObject({ epochs: kills, fault: null });
    const invented = { requestId: "nobody", status: 200, retryAfter: null, text: "", ms: 0 };
    expect(await gateways.unaccounted([invented])).toEqual([invented]);
    // A start costs some four seconds of a processor, and there may be others at work.
  }, 60_000 + kills * 30_000);

  it("answers 503 within a second while its folder is away, is not ready, and recovers alone", async () => {
    await using _ = await gateways.start();
    expect(await gateways.ask()).toMatchObject({ status: 200 });
    await rename(gateways.folder, `${gateways.folder}.away`);
    // The open segment can still be written; the next one, after the second of a checkpoint, cannot be made.
    const asking = askMany(gateways, 4);
    await expect.poll(() => gateways.statusOf("/ready"), { timeout: 10_000 }).toBe(503);
    await setTimeout(500);
    expect(await gateways.statusOf("/health")).toBe(200);
    // The words that the gateway knows, and others that it has not met.
    for (const query of [undefined, "query ($id: ID!) { member(id: $id) { id homeCommittee { code } } }"]) {
      const refused = await gateways.ask(query);
      const text = expect.stringContaining('"code":"AUDIT_UNAVAILABLE"');
      expect(refused).toMatchObject({ status: 503, retryAfter: "10", text });
      expect(refused?.text).not.toContain("PTC-79");
    }

    await rename(`${gateways.folder}.away`, gateways.folder);
    await expect.poll(() => gateways.statusOf("/ready"), { timeout: 10_000 }).toBe(200);
    expect(await gateways.ask()).toMatchObject({ status: 200 });
    const seen = await asking.stop();
    // An access is two entries, and a loaded machine has delays of its own.
    expect(Math.max(...seen.map(({ ms }) => ms))).toBeLessThan(2_500);
    expect(await gateways.unaccounted(seen.filter(isAnswered))).toEqual([]);
  }, 60_000);

  it("refuses on a disk that takes no more and goes on when it does, without a word from anybody", async () => {
    // A file may have 80 kB: some fifty accesses fit, then the system refuses to write as on a full disk.
    await using _ = await gateways.start("ulimit -S -f 160;");
    const asking = askMany(gateways, 8);
    const hasRefused = () => asking.seen.some(({ status }) => status === 503);
    await expect.poll(hasRefused, { timeout: 30_000 }).toBe(true);
    const refusals = asking.seen.length;
    await expect.poll(() => asking.seen.slice(refusals).some(isAnswered), { timeout: 30_000 }).toBe(true);
    const seen = await asking.stop();
    expect(await gateways.unaccounted(seen.filter(isAnswered))).toEqual([]);
    expect((await gateways.verify()).fault).toBeNull();
  }, 90_000);
});
