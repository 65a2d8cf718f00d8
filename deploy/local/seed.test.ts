import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startCluster, type RunningCluster } from "../postgres/cluster.ts";
import { urlWith, withConnection } from "./admin.ts";
import { openDatabases, type HubDatabases } from "./databases.ts";
import { migrateAll } from "./migrations.ts";
import { requireSynthetic, seed, seedOnce } from "./seed.ts";

const small = { members: 1_000, departures: 200, seed: 1 };
let folder: string;
let cluster: RunningCluster;
let databases: HubDatabases;
let lines: string[] = [];
const log = (line: string) => void lines.push(line);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hub-seed-"));
  // Of its own, because the names of the hub's databases are fixed.
  cluster = await startCluster({ folder: join(folder, "postgres"), isDurable: false });
  const server = { kind: "server", adminUrl: cluster.adminUrl } as const;
  databases = await openDatabases({ port: 4000, dataFolder: folder, databases: server, indexKey: null, isTrial: true, env: {} });
  await migrateAll(databases);
});

afterAll(async () => {
  await cluster.stop();
  await rm(folder, { recursive: true, force: true });
});

/** As someone whom no rule on rows holds back. */
const onCommission = (statement: string) =>
  withConnection(urlWith(cluster.adminUrl, { database: "organization_commission" }), async (client) => {
    return (await client.query<{ count: string }>(statement)).rows[0]?.count;
  });

const countMembers = () => onCommission("select count(*) from member_index");

describe("a synthetic nation", { timeout: 60_000 }, () => {
  it("is loaded into empty databases in the size that was asked for", async () => {
    await seed(databases, small, false, log);
    expect(await countMembers()).toBe("1000");
    const ministry = urlWith(cluster.adminUrl, { database: "foreign_ministry" });
    const { rows } = await withConnection(ministry, (client) => client.query("select is_synthetic_database() as is"));
    expect(rows).toEqual([{ is: true }]);
  });

  it("leaves no table to autovacuum, whose reading would meet the first questions", async () => {
    const unknown = `select relname from pg_stat_user_tables
      where pg_relation_size(relid) > 0 and (last_vacuum is null or last_analyze is null)`;
    for (const database of ["organization_commission", "foreign_ministry", "provincial_committees_north"]) {
      const url = urlWith(cluster.adminUrl, { database });
      expect((await withConnection(url, (client) => client.query(unknown))).rows).toEqual([]);
    }
  });

  it("is not loaded a second time", async () => {
    await expect(seed(databases, small, false, log)).rejects.toThrow(
      "The databases hold members already: use --replace",
    );
    lines = [];
    await seedOnce(databases, log);
    expect(lines).toEqual([]);
  });

  it("is replaced on demand", async () => {
    await seed(databases, { ...small, members: 1_100 }, true, log);
    expect(await countMembers()).toBe("1100");
  });

  it("is loaded anew when its loading was interrupted", async () => {
    await onCommission("delete from member_index");
    await onCommission("comment on database organization_commission is 'Synthetic data, not loaded to the end.'");
    await seed(databases, small, false, log);
    expect(await countMembers()).toBe("1000");
    await requireSynthetic(databases);
  });

  it("never replaces people who are not marked as synthetic, nor shows them in a trial", async () => {
    await onCommission("comment on database organization_commission is null");
    await expect(seed(databases, small, true, log)).rejects.toThrow("The databases hold members already");
    await seedOnce(databases, log);
    await expect(requireSynthetic(databases)).rejects.toThrow("The databases hold members who may be real");
    expect(await countMembers()).toBe("1000");
  });
});
