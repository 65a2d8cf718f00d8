import { setTimeout as delay } from "node:timers/promises";
import type { Kysely } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventBody } from "#contract/event-bodies.ts";
import { newEventId, type AnyEvent } from "#contract/events.ts";
import { dayInVietnam, dayPlus } from "#contract/working-days.ts";
import { openAgencyDatabase, openDatabase, type AgencyDatabase } from "#kit/database.ts";
import { takeEvent } from "#kit/inbox.ts";
import { eventHandlers, reachOfEvents } from "../../../subgraphs/organization-commission/event-handlers.ts";
import { startOrganizationCommission } from "../../../subgraphs/organization-commission/server.ts";
import type { OrganizationCommissionTables } from "../../../subgraphs/organization-commission/tables.ts";
import { startProvincialCommittees } from "../../../subgraphs/provincial-committees/server.ts";
import { askAgency, envelopeKeys, everybodysOfficer } from "../../support/envelope.ts";
import { identifyOffices } from "../../support/exchange/offices.ts";
import { act } from "../provincial-committees/acting.ts";
import { member, transfer } from "../provincial-committees/rows.ts";
import { openEmptyDatabase, type RunningInstance } from "../provincial-committees/running-instance.ts";
import { arrival, loadOrganizations } from "../provincial-committees/work-rows.ts";
import { openRegistry } from "./registry.ts";
import { cellInJapan, firstCell, indexKey } from "./rows.ts";

const NORTH = "provincial-committees/north";
const COMMISSION = "organization-commission";
const routes = new Map([
  ["PTC-01", NORTH],
  ["PTC-08", NORTH],
  ["PTC-79", "provincial-committees/south"],
]);

const running = new AsyncDisposableStack();
let commission: { readonly name: string; readonly url: string };
let north: Pick<RunningInstance, "ask" | "db">;
let index: Kysely<OrganizationCommissionTables>;
let service: AgencyDatabase<OrganizationCommissionTables>;

/** Cells of `work-rows.ts` as the registry knows them. */
const cellOf = (id: string, committee_code: string) => ({ ...firstCell, id, code: id, committee_code, superior_ids: [] });

beforeAll(async () => {
  const registry = running.use(await openRegistry());
  const home = running.use(await openEmptyDatabase());
  await loadOrganizations(home.db);
  service = openAgencyDatabase({ url: registry.database.url, poolSize: 2 });
  running.defer(() => service.close());
  index = openDatabase<OrganizationCommissionTables>({ url: registry.database.adminUrl, poolSize: 1 });
  running.defer(() => index.destroy());
  const cells = [
    cellOf("po_cell000000001", "PTC-01"),
    cellOf("po_cell000000003", "PTC-01"),
    cellOf("po_cell000000008", "PTC-08"),
    cellOf("po_cell000000079", "PTC-79"),
  ];
  await index.insertInto("party_organization").values(cells).execute();

  const { offices, peers } = await identifyOffices([NORTH, COMMISSION]);
  const usual = { host: "127.0.0.1", poolSize: 2, envelopeKeys, insecureCaller: null };
  const as = ({ name, port, key }: (typeof offices)[typeof NORTH]) => ({ port, peering: { name, key, peers, routes } });
  const own = { databaseUrl: registry.database.url, indexKey };
  commission = running.use(await startOrganizationCommission({ ...usual, ...as(offices[COMMISSION]), ...own }));
  const instance = running.use(await startProvincialCommittees({ ...usual, ...as(offices[NORTH]), databaseUrl: home.url }));
  const ask: RunningInstance["ask"] = (query, variables = {}, caller = undefined) =>
    askAgency(instance, { query, variables }, caller);
  north = { ask, db: home.db };
});
afterAll(() => running.disposeAsync());

const indexed = (id: string, home_committee_code = "PTC-01", home_organization_id = "po_cell000000001") =>
  index.insertInto("member_index").values({ member_id: id, home_committee_code, home_organization_id }).execute();

const entryOf = (id: string) =>
  index
    .selectFrom("member_index")
    .select(["home_committee_code as committee", "home_organization_id as organization"])
    .where("member_id", "=", id)
    .executeTakeFirstOrThrow();

/** The cell at home as the graph shows it. */
async function cellInGraph(id: string) {
  const query = `{ member(id: "${id}") { homeOrganization { id } } }`;
  type Answer = { data: { member: { homeOrganization: { id: string } } } };
  return (await askAgency<Answer>(commission, { query }, everybodysOfficer)).data.member.homeOrganization.id;
}

describe("a member's move", () => {
  it("shows in the index once the transfer is closed at home, over both processes", async () => {
    await indexed("mb_moves");
    const way = { to_organization_id: "po_cell000000003", to_committee_code: "PTC-01" };
    await north.db.insertInto("member").values(member("mb_moves")).execute();
    await north.db.insertInto("activity_transfer").values(transfer("at_moves", "mb_moves", { state: "FILE_CHECKED", ...way })).execute();
    const expected = { member_id: "mb_moves", sender: NORTH, state: "FILE_CHECKED", presented_on: "2026-11-10" } as const;
    const from = { from_organization_id: "po_cell000000001", to_organization_id: "po_cell000000003" };
    await north.db.insertInto("arrival").values(arrival("at_moves", { ...expected, ...from })).execute();
    expect(await cellInGraph("mb_moves")).toBe("po_cell000000001");

    const accepted = await act(north, "acceptAtReceivingCell", { arrival: "at_moves", expectedVersion: 1 });
    expect(accepted).toMatchObject({ __typename: "HomeArrivalStepTaken" });
    for (const end = Date.now() + 5_000; Date.now() < end; await delay(20)) {
      if ((await cellInGraph("mb_moves")) !== "po_cell000000001") break;
    }
    expect(await cellInGraph("mb_moves")).toBe("po_cell000000003");
  });
});

const MINISTRY = "foreign-ministry";
const SOUTH = "provincial-committees/south";

const eventOf = (memberId: string, source: string, own: Partial<EventBody<"member.placed">> = {}, sequence = 1) => {
  const now = new Date();
  const body = { memberId, homeCommittee: "PTC-01", homeOrganizationId: "po_cell000000003", on: "2026-11-20", ...own };
  const head = { id: newEventId(now.valueOf()), source, target: COMMISSION, subject: memberId, sequence };
  return { ...head, kind: "member.placed", occurredAt: now.toJSON(), body } as AnyEvent;
};

const take = (event: AnyEvent) => takeEvent(service, eventHandlers(routes), reachOfEvents(routes), event);

describe("what a home committee tells of a member's place", () => {
  it("is taken once, however often it comes, and does not undo what came later", async () => {
    await indexed("mb_twice");
    const first = eventOf("mb_twice", NORTH);
    expect(await take(first)).toMatchObject({ outcome: "accepted" });
    const later = eventOf("mb_twice", NORTH, { homeCommittee: "PTC-08", homeOrganizationId: "po_cell000000008" }, 2);
    expect(await take(later)).toMatchObject({ outcome: "accepted" });
    expect(await take(first)).toMatchObject({ outcome: "duplicate" });
    expect(await entryOf("mb_twice")).toEqual({ committee: "PTC-08", organization: "po_cell000000008" });
  });

  it("gives the member to another's committee, which alone says more; who was left finds them for some days", async () => {
    await indexed("mb_given");
    const given = { homeCommittee: "PTC-79", homeOrganizationId: "po_cell000000079" };
    const today = dayInVietnam(new Date());
    expect(await take(eventOf("mb_given", NORTH, { ...given, on: today }))).toMatchObject({ outcome: "accepted" });
    expect(await entryOf("mb_given")).toEqual({ committee: "PTC-79", organization: "po_cell000000079" });
    expect(await take(eventOf("mb_given", NORTH, {}, 2))).toMatchObject({ outcome: "early" });
    expect(await entryOf("mb_given")).toEqual({ committee: "PTC-79", organization: "po_cell000000079" });
    const next = eventOf("mb_given", SOUTH, { ...given, homeOrganizationId: firstCell.id });
    expect(await take(next)).toMatchObject({ outcome: "accepted" });
    const found = async (committee: string) => {
      const caller = { ...everybodysOfficer, organization: committee, committees: [committee] };
      const query = `{ member(id: "mb_given") { homeCommittee { code } } }`;
      return (await askAgency<{ data: { member: object | null } }>(commission, { query }, caller)).data.member;
    };
    const home = { homeCommittee: { code: "PTC-79" } };
    expect([await found("PTC-01"), await found("PTC-79"), await found("PTC-08")]).toEqual([home, home, null]);
    const row = index.updateTable("member_index").where("member_id", "=", "mb_given");
    await row.set({ left_on: dayPlus(today, -91) }).execute();
    expect(await found("PTC-01")).toBeNull();
  });

  it("ends the same in whichever order the processes are heard, and nothing of it is refused", async () => {
    const to79 = { homeCommittee: "PTC-79", homeOrganizationId: "po_cell000000079" };
    const historyOf = (id: string) => [
      eventOf(id, NORTH, { ...to79, on: "2026-11-16" }),
      eventOf(id, SOUTH, { ...to79, homeOrganizationId: firstCell.id, on: "2026-11-17" }),
      eventOf(id, SOUTH, { homeOrganizationId: "po_cell000000001", on: "2026-11-18" }, 2),
      eventOf(id, NORTH, { on: "2026-11-19" }, 2),
    ];
    for (const order of [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]]) {
      const id = `mb_order${order.join("")}`;
      await indexed(id);
      let waiting = order.map((place) => historyOf(id)[place]).filter((event) => event !== undefined);
      for (let rounds = 1; waiting.length > 0 && rounds <= 4; rounds += 1) {
        const early: AnyEvent[] = [];
        for (const event of waiting) {
          const { outcome } = await take(event);
          expect(["accepted", "early"]).toContain(outcome);
          if (outcome === "early") early.push(event);
        }
        waiting = early;
      }
      expect([order, waiting]).toEqual([order, []]);
      const row = await index.selectFrom("member_index").selectAll().where("member_id", "=", id).executeTakeFirst();
      const home = { home_committee_code: "PTC-01", home_organization_id: "po_cell000000003" };
      expect(row).toMatchObject({ ...home, left_committee_code: "PTC-79", left_on: "2026-11-18" });
    }
  });

  it("that comes from another than the keeper waits and changes nothing, and so does what is told of nobody", async () => {
    for (const [id, own] of [["mb_another", {}], ["mb_claimed", { homeCommittee: "PTC-08", homeOrganizationId: "po_cell000000008" }]] as const) {
      await indexed(id, "PTC-79", "po_cell000000079");
      expect(await take(eventOf(id, NORTH, own))).toMatchObject({ outcome: "early" });
      expect(await entryOf(id)).toEqual({ committee: "PTC-79", organization: "po_cell000000079" });
    }
    expect(await take(eventOf("mb_nobody", NORTH))).toMatchObject({ outcome: "early" });
  });

  it("names the committee by the cell where the process that takes a member serves several", async () => {
    await indexed("mb_miscalled", "PTC-79", "po_cell000000079");
    const miscalled = eventOf("mb_miscalled", SOUTH, { homeOrganizationId: "po_cell000000008" });
    expect(await take(miscalled)).toMatchObject({ outcome: "accepted" });
    expect(await entryOf("mb_miscalled")).toEqual({ committee: "PTC-08", organization: "po_cell000000008" });
  });

  it.each([
    ["in a cell of another committee that the source serves", NORTH, { homeOrganizationId: "po_cell000000008" }, "EVENT_UNEXPECTED"],
    ["in a cell of another process", NORTH, { homeOrganizationId: "po_cell000000079" }, "EVENT_UNEXPECTED"],
    ["with another's committee in a cell of its own", NORTH, { homeCommittee: "PTC-79" }, "EVENT_UNEXPECTED"],
    ["in an organization abroad", NORTH, { homeOrganizationId: cellInJapan.id }, "EVENT_UNEXPECTED"],
    ["with a committee that nobody serves", NORTH, { homeCommittee: "PTC-40" }, "EVENT_MISDIRECTED"],
    ["by a process that serves no committee", MINISTRY, {}, "EVENT_MISDIRECTED"],
  ])("is refused where it places a member %s", async (name, source, own, code) => {
    const id = `mb_refused${name.length}`;
    await indexed(id);
    expect(await take(eventOf(id, source, own))).toMatchObject({ outcome: "refused", code });
    expect(await entryOf(id)).toEqual({ committee: "PTC-01", organization: "po_cell000000001" });
  });

  it("waits for an organization that the registry does not have yet", async () => {
    await indexed("mb_early");
    const event = eventOf("mb_early", NORTH, { homeOrganizationId: "po_not_yet" });
    expect(await take(event)).toMatchObject({ outcome: "early" });
    expect(await entryOf("mb_early")).toMatchObject({ organization: "po_cell000000001" });
    await index.insertInto("party_organization").values(cellOf("po_not_yet", "PTC-01")).execute();
    expect(await take(event)).toMatchObject({ outcome: "accepted" });
  });

  it("is held by the rows themselves: the service cannot place whom it does not speak for", async () => {
    await indexed("mb_walled", "PTC-79");
    const update = (source: string, home_committee_code: string) =>
      service
        .within(reachOfEvents(routes)({ source }))
        .updateTable("member_index")
        .set({ home_committee_code })
        .where("member_id", "=", "mb_walled")
        .executeTakeFirstOrThrow();
    expect(await update(NORTH, "PTC-01")).toMatchObject({ numUpdatedRows: 0n });
    await expect(update(SOUTH, "PTC-01")).rejects.toThrow("row-level security");
  });
});

describe("what the ministry tells of organizations abroad", () => {
  const ministryOrganization = cellOf("po_ministry00001", "CRC-CP");
  const cell = { name: "Chi bộ tại Iceland (giả lập)", countryCode: "IS", foundedOn: "2026-11-20" };
  const known = { ...cellOf("po_iceland000001", "CRC-CP"), code: "OVS-IS-07", kind: "OVERSEAS" } as const;
  const told = (kind: "organization.founded" | "organization.ended", body: object, sequence = 1, source = MINISTRY) => {
    const now = new Date();
    const { organizationId: subject } = body as { organizationId: string };
    const head = { id: newEventId(now.valueOf()), source, target: COMMISSION, subject, sequence };
    return { ...head, kind, occurredAt: now.toJSON(), body } as AnyEvent;
  };
  const inGraph = async (id: string) => {
    const query = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on PartyOrganization {
      code name kind level committee { code } superior { id } validFrom validTo } } }`;
    const variables = { of: [{ __typename: "PartyOrganization", id }] };
    return (await askAgency<{ data: { _entities: unknown[] } }>(commission, { query, variables }, everybodysOfficer)).data._entities[0];
  };

  it("waits until the registry has the organization above those abroad", async () => {
    const early = told("organization.founded", { ...cell, organizationId: "po_early0000001" });
    await expect(take(early)).rejects.toThrow("The registry has no organization above those abroad.");
    expect(await inGraph("po_early0000001")).toBeNull();
  });

  it("enters a cell that it founded below its own organization, under the country's next code, until its last day", async () => {
    await index.insertInto("party_organization").values([ministryOrganization, { ...known, superior_ids: [ministryOrganization.id] }]).execute();
    const organizationId = "po_founded000001";
    const founded = told("organization.founded", { ...cell, organizationId });
    expect(await inGraph(organizationId)).toBeNull();
    expect(await take(founded)).toMatchObject({ outcome: "accepted" });
    expect(await take(founded)).toMatchObject({ outcome: "duplicate" });
    const again = told("organization.founded", { ...cell, organizationId }, 2);
    expect(await take(again)).toMatchObject({ outcome: "refused", code: "EVENT_UNEXPECTED" });
    const entered = {
      ...{ code: "OVS-IS-08", name: cell.name, kind: "OVERSEAS", level: "CELL", committee: { code: "CRC-CP" } },
      ...{ superior: { id: ministryOrganization.id }, validFrom: cell.foundedOn, validTo: null },
    };
    expect(await inGraph(organizationId)).toEqual(entered);
    expect(await take(told("organization.ended", { organizationId, validTo: "2027-12-31" }, 2))).toMatchObject({ outcome: "accepted" });
    expect(await inGraph(organizationId)).toEqual({ ...entered, validTo: "2027-12-31" });
    expect(await take(told("organization.ended", { organizationId, validTo: null }, 3))).toMatchObject({ outcome: "accepted" });
    expect(await inGraph(organizationId)).toEqual(entered);
  });

  it("gives two cells that it founds at once two codes", async () => {
    const ids = ["po_atonce0000001", "po_atonce0000002"];
    const taken = ids.map((organizationId) => take(told("organization.founded", { ...cell, countryCode: "FJ", organizationId })));
    expect(await Promise.all(taken)).toMatchObject([{ outcome: "accepted" }, { outcome: "accepted" }]);
    const rows = await index.selectFrom("party_organization").select("code").where("id", "in", ids).orderBy("code").execute();
    expect(rows).toEqual([{ code: "OVS-FJ-01" }, { code: "OVS-FJ-02" }]);
  });

  it.each<[string, "organization.founded" | "organization.ended", object, string, string]>([
    ["founding by a home committee", "organization.founded", { ...cell, organizationId: "po_homemade00001" }, NORTH, "EVENT_MISDIRECTED"],
    ["ending by a home committee", "organization.ended", { organizationId: known.id, validTo: "2027-12-31" }, NORTH, "EVENT_MISDIRECTED"],
    ["end of an organization at home", "organization.ended", { organizationId: "po_cell000000001", validTo: "2027-12-31" }, MINISTRY, "EVENT_UNEXPECTED"],
    ["end of one that is not there", "organization.ended", { organizationId: "po_none", validTo: "2027-12-31" }, MINISTRY, "EVENT_UNEXPECTED"],
    ["end before the beginning", "organization.ended", { organizationId: "po_iceland000001", validTo: "2024-12-31" }, MINISTRY, "EVENT_UNEXPECTED"],
  ])("refuses the %s", async (_, kind, body, source, code) => {
    expect(await take(told(kind, body, 1, source))).toMatchObject({ outcome: "refused", code });
    const ended = index.selectFrom("party_organization").select("id").where("valid_to", "in", ["2027-12-31", "2024-12-31"]);
    expect(await ended.execute()).toEqual([]);
    expect(await inGraph("po_homemade00001")).toBeNull();
  });
});
