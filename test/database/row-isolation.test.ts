import { sql } from "kysely";
import { openAgencyDatabase, type AgencyDatabase } from "#kit/database.ts";
import type { Reach } from "#contract/reach.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withConnection } from "../../deploy/local/admin.ts";
import { createDatabase, type TestDatabase } from "../support/database.ts";
import { startMinistry } from "./foreign-ministry/running-ministry.ts";
import { member } from "./provincial-committees/rows.ts";
import { startInstance } from "./provincial-committees/running-instance.ts";

interface Tables {
  member_index: { member_id: string; home_committee_code: string };
}

/** Two agencies, each with one pool of two connections. */
interface Agency {
  readonly database: TestDatabase;
  readonly pool: AgencyDatabase<Tables>;
}
let agencies: readonly Agency[];

const COMMITTEES = ["PTC-01", "PTC-08", "PTC-46", "PTC-79"];

const nobody: Reach = { committees: [], memberId: null, organization: null, isRegistrar: false };
const clerkOf = (committee: string): Reach => ({ ...nobody, committees: [committee] });

const open = async (number: number): Promise<Agency> => {
  const migrations = new URL("../../subgraphs/organization-commission/migrations/", import.meta.url);
  const database = await createDatabase({ migrations });
  const rows = COMMITTEES.flatMap((code) => [1, 2, 3].map((member) => `('mb_${number}_${code}_${member}', '${code}')`));
  const insert = `insert into member_index (member_id, home_committee_code) values ${rows.join(", ")}`;
  await withConnection(database.adminUrl, (client) => client.query(insert));
  return { database, pool: openAgencyDatabase<Tables>({ url: database.url, poolSize: 2 }) };
};

beforeAll(async () => {
  agencies = [await open(1), await open(2)];
});
afterAll(async () => {
  for (const { pool, database } of agencies) {
    await pool.close();
    await database[Symbol.asyncDispose]();
  }
});

const membersOf = async ({ pool }: Agency, reach: Reach) => {
  const rows = await pool.within(reach).selectFrom("member_index").select("member_id").orderBy("member_id").execute();
  return rows.map(({ member_id }) => member_id);
};

describe("forty callers of two agencies at once", () => {
  it("each see exactly their rows, over and over", async () => {
    const asked = Array.from({ length: 40 }, async (_, caller) => {
      const committee = COMMITTEES[caller % COMMITTEES.length] ?? "";
      for (let round = 0; round < 10; round++) {
        const number = (caller + round) % 2;
        const found = await membersOf(agencies[number] as Agency, clerkOf(committee));
        expect(found).toEqual([1, 2, 3].map((member) => `mb_${number + 1}_${committee}_${member}`));
      }
    });
    await Promise.all(asked);
  });

  it("see nothing of each other while every other statement fails", async () => {
    const [agency] = agencies as [Agency];
    const asked = Array.from({ length: 40 }, async (_, caller) => {
      const committee = COMMITTEES[caller % COMMITTEES.length] ?? "";
      const failing = sql`select 1 / (length(member_id) - length(member_id)) from member_index`;
      const failed = failing.execute(agency.pool.within(clerkOf(committee))).catch((error: Error) => error.message);
      const found = membersOf(agency, clerkOf(committee));
      expect(await failed).toBe("division by zero");
      expect(new Set((await found).map((id) => id.split("_")[2]))).toEqual(new Set([committee]));
    });
    await Promise.all(asked);
  });
});

type Answered = { readonly errors?: readonly { readonly extensions: { readonly code: string } }[] };

/** Asks again for as long as a pool has no connection to spare, as on a machine with much else to do. */
async function onceFree<Answer extends Answered>(ask: () => Promise<Answer>): Promise<Answer> {
  const answer = await ask();
  return answer.errors?.some(({ extensions }) => extensions.code === "AGENCY_BUSY") ? onceFree(ask) : answer;
}

describe("forty requests to two agencies at once", () => {
  it("are each answered within the reach of their own caller", async () => {
    await using ministry = await startMinistry();
    await using instance = await startInstance();
    const ids = { "PTC-01": "mb_isolated00001", "PTC-08": "mb_isolated00008" } as const;
    const rows = Object.entries(ids).map(([committee_code, id]) => member(id, { committee_code }));
    await instance.db.insertInto("member").values(rows).execute();
    const clerk = (committee: string) =>
      ({ committees: [committee], organization: "", scopes: ["member:read"], purpose: "MEMBER_MANAGEMENT" }) as const;
    const asked = Array.from({ length: 40 }, async (_, number) => {
      const own = number % 2 === 0 ? "PTC-01" : "PTC-08";
      const query = `{ a: members(committee: "PTC-01") { nodes { id } } b: members(committee: "PTC-08") { nodes { id } } }`;
      type Records = Record<string, { nodes: readonly { id: string }[] }>;
      const records = await onceFree(() => instance.ask<Records>(query, {}, clerk(own)));
      expect(Object.values(records.data).flatMap(({ nodes }) => nodes)).toEqual([{ id: ids[own] }]);
      const home = number % 2 === 0 ? "PTC-01" : "PTC-79";
      type Stays = { assignments: { nodes: readonly { homeCommittee: { code: string } }[] } };
      const abroad = "{ assignments { nodes { homeCommittee { code } } } }";
      const stays = await onceFree(() => ministry.ask<Stays>(abroad, {}, clerk(home)));
      const homes = stays.data.assignments.nodes.map(({ homeCommittee }) => homeCommittee.code);
      expect(new Set(homes)).toEqual(new Set([home]));
    });
    await Promise.all(asked);
  });
});

describe("a borrowed connection", () => {
  let agency: Agency;
  let pool: AgencyDatabase<Tables>;
  beforeAll(async () => {
    agency = await open(3);
    pool = openAgencyDatabase<Tables>({ url: agency.database.url, poolSize: 1 });
  });
  afterAll(async () => {
    await pool.close();
    await agency.pool.close();
    await agency.database[Symbol.asyncDispose]();
  });

  interface State {
    readonly pid: number;
    readonly reach: string | null;
    readonly rows: string;
  }
  const state = async (): Promise<State | undefined> => {
    const query = sql<State>`select pg_backend_pid() as pid, (select count(*) from member_index) as rows,
      nullif(concat(current_setting('app.committees', true), current_setting('app.member_id', true),
        current_setting('app.organization', true), current_setting('app.is_registrar', true)), '') as reach`;
    return (await query.execute(pool.open)).rows[0];
  };
  const everything: Reach = { committees: COMMITTEES, memberId: "mb_x", organization: "po_x", isRegistrar: true };

  it("carries no reach of the one before", async () => {
    const before = await state();
    expect(await membersOf({ ...agency, pool }, everything)).toHaveLength(12);
    expect(await state()).toEqual({ ...before, reach: null, rows: "0" });
  });

  it("carries none after a statement that failed", async () => {
    const before = await state();
    await expect(sql`select 1 / 0 from member_index`.execute(pool.within(everything))).rejects.toThrow("zero");
    await expect(sql`select nothing from member_index`.execute(pool.within(everything))).rejects.toThrow("nothing");
    expect(await state()).toEqual({ ...before, reach: null, rows: "0" });
  });

  it("carries none when the next caller reaches less", async () => {
    await membersOf({ ...agency, pool }, everything);
    expect(await membersOf({ ...agency, pool }, clerkOf("PTC-08"))).toHaveLength(3);
    expect(await membersOf({ ...agency, pool }, nobody)).toEqual([]);
  });

  it("comes back in order from a transaction that failed, which says itself why", async () => {
    const before = await state();
    const failing = pool.within(everything).transaction();
    const work = failing.execute((tx) => sql`select 1 / 0 from member_index`.execute(tx));
    await expect(work).rejects.toMatchObject({ message: "division by zero", code: "22012" });
    expect(await state()).toEqual({ ...before, reach: null, rows: "0" });
  });

  it("is closed when it comes back inside a transaction", async () => {
    const before = await state();
    await sql`begin`.execute(pool.within(everything));
    const after = await state();
    expect(after).toMatchObject({ reach: null, rows: "0" });
    expect(after?.pid).not.toBe(before?.pid);
  });

  it("that the server ends between two statements fails its transaction and nothing else", async () => {
    const before = await state();
    const work = pool
      .within(everything)
      .transaction()
      .execute(async (tx) => {
        const end = `select pg_terminate_backend(${before?.pid}, 5000)`;
        await withConnection(agency.database.adminUrl, (admin) => admin.query(end));
        // The notice of the end arrives while nobody waits for an answer; without a listener it would end the process.
        await new Promise((resolve) => setTimeout(resolve, 50));
        return sql`select 1`.execute(tx);
      });
    await expect(work).rejects.toThrow(/terminat|connection/i);
    const after = await state();
    expect(after).toMatchObject({ reach: null, rows: "0" });
    expect(after?.pid).not.toBe(before?.pid);
  });

  it("that stays away too long leaves others an answer that says so", async () => {
    await pool.open.transaction().execute(async () => {
      await expect(state()).rejects.toMatchObject({ extensions: { code: "AGENCY_BUSY" } });
    });
    expect(await state()).toMatchObject({ rows: "0" });
  });

  it("is not misled by what a caller is called", async () => {
    const names = [`PTC-79","PTC-01`, "PTC-79}", `\\`, "PTC-79,PTC-01", "'; set app.is_registrar = 'true"];
    for (const name of names) expect(await membersOf({ ...agency, pool }, clerkOf(name))).toEqual([]);
  });
});
