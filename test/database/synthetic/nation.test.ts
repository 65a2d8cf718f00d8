import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import committees from "../../../deploy/committees.json" with { type: "json" };
import { planNation } from "../../../deploy/synthetic/nation.ts";
import { stories } from "../../../deploy/synthetic/stories.ts";
import { stayStates, transferStates } from "../../../deploy/synthetic/vocabulary.ts";
import { ministryInvariants, provincialInvariants } from "./invariants.ts";
import { compareIndex, compareStays, unknownReferences } from "./reconciliation.ts";
import { nationDatabases, provincialDatabases, startSmallNation, type SmallNation } from "./small-nation.ts";

const size = { members: 600, departures: 240, seed: 7 };

let nation: SmallNation;
beforeAll(async () => {
  nation = await startSmallNation(size);
});
afterAll(() => nation[Symbol.asyncDispose]());

describe("the home records and transfers of a synthetic nation", () => {
  it.each(provincialInvariants)("keep the rule: $rule", async ({ offenders, breakIt }) => {
    for (const instance of provincialDatabases) {
      expect(await nation.rows(instance, offenders)).toEqual([]);
      expect(await nation.rows(instance, offenders, breakIt)).not.toEqual([]);
    }
  });

  it("show every state of a transfer", async () => {
    const rows = await everywhere<{ state: string }>("select distinct state from activity_transfer");
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(transferStates));
  });

  it("belong to the committees that the instance serves, each of which has members", async () => {
    for (const instance of provincialDatabases) {
      const rows = await nation.rows<{ code: string }>(instance, "select distinct committee_code as code from member");
      expect(rows.map(({ code }) => code).sort()).toEqual([...committees[instance]].sort());
    }
  });

  it("count as many members as were asked for, a few in a hundred probationary", async () => {
    const rows = await everywhere<{ class: string }>("select member_class as class from member");
    expect(rows).toHaveLength(size.members);
    const share = rows.filter((row) => row.class === "PROBATIONARY").length / rows.length;
    expect(share).toBeGreaterThan(0.005);
    expect(share).toBeLessThan(0.08);
  });
});

describe("the assignments of a synthetic nation", () => {
  it.each(ministryInvariants)("keep the rule: $rule", async ({ offenders, breakIt }) => {
    expect(await nation.rows("ministry", offenders)).toEqual([]);
    expect(await nation.rows("ministry", offenders, breakIt)).not.toEqual([]);
  });

  it("show every state, and are as many as the departures asked for", async () => {
    const rows = await nation.rows<{ state: string }>("ministry", "select state from overseas_assignment");
    expect(rows).toHaveLength(size.departures);
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(stayStates));
  });

  it("come with the ministry's work in every state: reviews, reports, arrivals, changes read and unread", async () => {
    const statesOf = async (table: string) => {
      const rows = await nation.rows<{ state: string }>("ministry", `select distinct state from ${table}`);
      return rows.map(({ state }) => state).toSorted();
    };
    expect(await statesOf("review")).toEqual(["CLOSED", "DRAFTED", "OPEN", "PUBLISHED", "WITHDRAWN"]);
    expect(await statesOf("review_report")).toEqual(["DRAFTED", "INVITED", "REVISING", "SUBMITTED"]);
    const arrivals = await statesOf("arrival");
    for (const state of ["IN_TRANSIT", "OVERDUE", "LOST", "REISSUED", "PRESENTED", "RETURNED", "FILE_CHECKED"])
      expect(arrivals).toContain(state);
    const read = await nation.rows("ministry", "select distinct read_on is null from directory_announcement");
    expect(read).toHaveLength(2);
    const untold = `select id from overseas_assignment as stay where state not in ('REFUSED', 'ENDED', 'CLOSED', 'CANCELLED')
      and not exists (select from traveller where assignment_id = stay.id)`;
    expect(await nation.rows("ministry", untold)).toEqual([]);
  });

  it("are not persons: some members have several", async () => {
    const rows = await nation.rows(
      "ministry",
      "select from overseas_assignment group by member_id having count(*) > 1",
    );
    expect(rows).not.toEqual([]);
  });

  it("were declared by a committee that stood on that day, also where another one took over", async () => {
    const declared = await nation.rows<{ by: string; today: string; on: string }>(
      "ministry",
      "select declared_by as by, home_committee as today, declared_on::text as on from overseas_assignment",
    );
    const stood = await nation.rows<{ code: string; since: string; until: string }>(
      "commission",
      "select code, valid_from::text as since, coalesce(valid_to, 'infinity')::text as until from committee",
    );
    const byCode = new Map(stood.map((committee) => [committee.code, committee]));
    const wrong = declared.filter(({ by, on }) => {
      const committee = byCode.get(by);
      return !committee || on < committee.since || (committee.until !== "infinity" && on > committee.until);
    });
    expect(wrong).toEqual([]);
    expect(declared.filter(({ by, today }) => by !== today)).not.toEqual([]);
  });

  it("reach about four hundred organizations in about a hundred countries, all in the registry", async () => {
    const entries = await nation.rows<{ id: string; country: string }>(
      "ministry",
      "select organization_id as id, country_code as country from overseas_directory_entry order by id",
    );
    const registered = await nation.rows<{ id: string }>(
      "commission",
      "select id from party_organization where kind = 'OVERSEAS' order by id",
    );
    expect(entries.map(({ id }) => id)).toEqual(registered.map(({ id }) => id));
    expect(Math.abs(entries.length - 400)).toBeLessThan(60);
    expect(Math.abs(new Set(entries.map(({ country }) => country)).size - 100)).toBeLessThan(15);
  });
});

describe("the registers of the three agencies", () => {
  it("agree on committee, official place and numbers of every member", async () => {
    expect(await compareIndex(nation)).toEqual([]);
    const moved = {
      south: "update member set official_organization_id = 'po_elsewhere' where id = (select min(id) from member)",
    };
    expect(await compareIndex(nation, moved)).toHaveLength(1);
  });

  it("agree on where members abroad have their official place", async () => {
    expect(await compareStays(nation)).toEqual([]);
    const returned = { ministry: "update overseas_assignment set state = 'CLOSED' where move_kind is not null" };
    expect(await compareStays(nation, returned)).not.toEqual([]);
  });

  it("name only organizations, committees, forms and rules that the Commission knows", async () => {
    expect(await unknownReferences(nation)).toEqual([]);
    const fewer = { commission: "delete from party_organization where kind = 'OVERSEAS'" };
    expect(await unknownReferences(nation, fewer)).not.toEqual([]);
  });
});

describe("the stories", () => {
  const stayOf = (id: string) =>
    nation.rows(
      "ministry",
      `select state, purpose, country_code, receiving_organization_id is not null as received,
      official_decision_due_on is not null as awaits_decision from overseas_assignment where member_id = '${id}'`,
    );

  it("hold what their names promise", async () => {
    expect(await stayOf(stories.memberAbroad)).toEqual([
      { state: "RECEIVED_ABROAD", purpose: "STUDY", country_code: "JP", received: true, awaits_decision: false },
    ]);
    expect(await stayOf(stories.memberMidTransfer)).toMatchObject([{ state: "NOTIFIED_MFA", received: false }]);
    expect(await stayOf(stories.memberInOneRegister)).toEqual([]);
    expect(await stayOf(stories.probationaryAbroad)).toMatchObject([{ received: true, awaits_decision: true }]);
    expect(await stayOf(stories.memberReturned)).toMatchObject([{ state: "CLOSED" }]);
    expect(await stayOf(stories.singleGuided)).toMatchObject([{ state: "SINGLE_GUIDED", received: false }]);
    const open = await everywhere(
      `select state from activity_transfer where member_id = '${stories.memberMidTransfer}'`,
    );
    expect(open).toEqual([{ state: "IN_TRANSIT" }]);
    const home = await everywhere(
      `select activity_status as status from member where id = '${stories.memberInOneRegister}'`,
    );
    expect(home).toEqual([{ status: "ACTIVE" }]);
  });

  it("keep their ids, because the registered operations name them", () => {
    const dossier = readFileSync(new URL("../../../schema/operations/member-dossier.graphql", import.meta.url), "utf8");
    expect(dossier).toContain(`"${stories.memberAbroad}"`);
  });
});

describe("a seed", () => {
  it("gives the same rows again, and another seed gives others", async () => {
    const first = await checksums(nation);
    await using again = await startSmallNation(size);
    expect(await checksums(again)).toEqual(first);
    await using other = await startSmallNation({ ...size, seed: size.seed + 1 });
    expect(await checksums(other)).not.toEqual(first);
  }, 60_000);

  it("gives every state to the smallest nation too", async () => {
    await using smallest = await startSmallNation({ members: 200, departures: 60, seed: 3 });
    const stays = await smallest.rows<{ state: string }>("ministry", "select distinct state from overseas_assignment");
    expect(new Set(stays.map(({ state }) => state))).toEqual(new Set(stayStates));
    expect(await compareIndex(smallest)).toEqual([]);
  }, 60_000);

  it("is refused with a sentence when the numbers do not fit", () => {
    expect(() => planNation({ ...size, members: 199 })).toThrow(
      "A nation has 200 to 8000000 members, but 199 were asked for.",
    );
    expect(() => planNation({ ...size, departures: 301 })).toThrow(
      "600 members have 44 to 300 departures, but 301 were asked for.",
    );
    expect(() => planNation({ ...size, departures: 43 })).toThrow("but 43 were asked for.");
    expect(() => planNation({ ...size, seed: 1.5 })).toThrow("A seed is a whole number, but 1.5 was given.");
  });
});

/** Rows of all three instances. */
async function everywhere<Row extends object = object>(sql: string): Promise<Row[]> {
  const instances = await Promise.all(
    provincialDatabases.map((name) => nation.rows<Row & Record<string, unknown>>(name, sql)),
  );
  return instances.flat();
}

/** One checksum over the rows of each table of each database. */
async function checksums({ rows }: SmallNation): Promise<readonly string[]> {
  const found: string[] = [];
  for (const database of nationDatabases) {
    const tables = await rows<{ name: string }>(
      database,
      `select tablename as name from pg_tables where schemaname = 'public'
      and tablename not like 'kysely%' order by 1`,
    );
    for (const { name } of tables) {
      const [row] = await rows<{ sum: string }>(
        database,
        `select md5(coalesce(string_agg(t::text, '|' order by t::text collate "C"), ''))
        as sum from ${name} as t`,
      );
      found.push(`${database}.${name} ${row?.sum}`);
    }
  }
  return found;
}
