import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Client } from "pg";
import type { Purpose } from "#contract/caller.ts";
import committees from "../../deploy/committees.json" with { type: "json" };
import { stories } from "../../deploy/synthetic/stories.ts";
import { personas } from "../../gateway/identity/personas.ts";
import { startTestHub, type HubPart, type Impersonation, type TestHub } from "../support/hub.ts";

const folder = new URL("../../schema/operations/", import.meta.url);
/** These are answered where there is an audit, in `audit-through-the-graph.test.ts`. */
const OF_THE_AUDIT: ReadonlySet<string> = new Set(["audit-of-a-period.graphql", "who-looked-at-my-record.graphql"]);
const files = readdirSync(folder).filter((file) => file.endsWith(".graphql") && !OF_THE_AUDIT.has(file));

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub[Symbol.asyncDispose]());
beforeEach(() => void hub.takeStatements());

describe("a ready question", () => {
  it.each(files)("%s is answered in full with its example, in at most eight statements", async (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const variables = JSON.parse(/^# variables: (.*)$/m.exec(text)?.[1] ?? "") as object;
    const { data, errors } = await hub.ask(text, variables);

    expect(errors).toBeUndefined();
    const [answer] = Object.values(data ?? {}) as { readonly nodes?: readonly object[] }[];
    expect(answer?.nodes ?? [answer]).toContainEqual(expect.any(Object));
    expect(hub.takeStatements().length).toBeLessThanOrEqual(8);
  });
});

describe("a ready question asked by personas", () => {
  it.each(files)("%s is answered as written and without errors for each purpose that it names", async (file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const variables = JSON.parse(/^# variables: (.*)$/m.exec(text)?.[1] ?? "") as object;
    const named = (/^# purposes: (.*)$/m.exec(text)?.[1] ?? "").split(" ") as Purpose[];
    const served = async (purpose: Purpose): Promise<boolean> => {
      const able = personas.filter(({ purposes }) => purposes.includes(purpose));
      const asked = await Promise.all(able.map(({ name }) => hub.ask(text, variables, { persona: name, purpose })));
      return asked.some(({ errors }) => errors === undefined);
    };
    const unserved = await Promise.all(named.map(async (purpose) => ((await served(purpose)) ? [] : [purpose])));
    expect(unserved.flat()).toEqual([]);
  });
});

describe("a day that does not exist", () => {
  it.each([
    ["organization-commission", `{ committees(asOf: "2026-02-30") { code } }`],
    ["foreign-ministry", `{ assignments(filter: { returningBefore: "2026-02-30" }) { totalCount } }`],
  ])("is a document's mistake, of which no agency hears, when %s would be asked for it", async (_, query) => {
    const { data, errors } = await hub.ask(query);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message: 'Expected value of type "CalendarDay" (written YYYY-MM-DD).',
        locations: [expect.anything()],
        extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
      },
    ]);
  });

  it("is the whole request's mistake in a variable, once and with its place, however many fields have good ones", async () => {
    const query = `query($day: CalendarDay, $first: Int) {
      committees(asOf: $day) { code }
      past: committees(asOf: "2024-02-29") { code }
      partyOrganizations(first: $first) { totalCount }
    }`;
    const { data, errors } = await hub.ask(query, { day: "2026-02-30", first: 1 });
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message:
          "$day of type CalendarDay (written YYYY-MM-DD): " +
          "the value does not have the type that the operation declares.",
        extensions: { code: "BAD_USER_INPUT" },
      },
    ]);
    const good = await hub.ask(query, { day: "2024-02-29", first: 1 });
    expect(good).toMatchObject({ data: { partyOrganizations: { totalCount: expect.any(Number) } } });
    expect([good.errors, good.data?.["committees"]]).toEqual([undefined, good.data?.["past"]]);
  });
});

describe("an argument that no list can use", () => {
  it.each([
    ["a negative count", "first: -2", "INPUT_MALFORMED", "a count is not negative"],
    ["a cursor of another list", 'first: 2, after: "WyJ4Il1x"', "INPUT_CURSOR_UNKNOWN", "one of its own as it came"],
  ])("is answered where it stands, with what to send instead: %s", async (_, page, code, advice) => {
    const below = `{ nodes { id below: subordinates(${page}) { nodes { id } } } }`;
    const { data, errors } = await hub.ask(`{ partyOrganizations(first: 1) ${below} }`);
    expect(data).toMatchObject({ partyOrganizations: { nodes: [{ below: null }] } });
    expect(errors).toEqual([
      {
        message: expect.stringContaining(advice) as string,
        path: ["partyOrganizations", "nodes", 0, "below"],
        extensions: { code, agency: "organization-commission" },
      },
    ]);
  });
});

/** A check as its ready question answers it, as far as the tests look. */
interface Check {
  readonly roster: Kinds | null;
  readonly transferLog: (Kinds & { openingCount: number; outCount: number; backCount: number }) | null;
  readonly register: Kinds & { withoutTransferCount: number };
  readonly unexplainedCount: number | null;
  readonly differences: readonly Record<"reason" | `${"case" | "roster" | "transferLog" | "register"}Count`, never>[];
  readonly cases: { readonly totalCount: number; readonly nodes: readonly object[] } | null;
}
type Kinds = { readonly officialCount: number; readonly temporaryCount: number };

describe("the three-monthly check", () => {
  const text = readFileSync(new URL("reconciliation-of-a-quarter.graphql", folder), "utf8");
  const check = async (committee: string, on: string, as?: Impersonation) => {
    const { data, errors } = await hub.ask(text, { committee, on, first: 100 }, as);
    return { check: (data as { reconciliation: Check | null } | null)?.reconciliation ?? null, errors };
  };
  /** The cases that the check has found more than before, while something is changed past all rules and messages. */
  const whileChanged = async (changes: readonly (readonly [part: HubPart, change: string, undo: string])[]) => {
    const known = new Set(
      (await check("PTC-79", "2026-06-30")).check?.cases?.nodes.map((each) => JSON.stringify(each)),
    );
    const run = async (part: HubPart, statement: string) => {
      const client = new Client({ connectionString: hub.adminUrlOf(part) });
      await client.connect();
      await client.query(`set session_replication_role = replica; ${statement}`).finally(() => client.end());
    };
    for (const [part, change] of changes) await run(part, change);
    const found = await check("PTC-79", "2026-06-30");
    for (const [part, , undo] of changes) await run(part, undo);
    return found.check?.cases?.nodes.filter((each) => !known.has(JSON.stringify(each)));
  };
  const ofMember = `member_id = '${stories.memberAbroad}'`;

  it("explains every difference of every committee, and its columns add up, now and at earlier quarters", async () => {
    const codes = Object.values(committees).flat();
    const earlier = ["2025-12-31", "2024-03-31", "2022-09-30"].flatMap((day, offset) =>
      codes.filter((_, index) => index % 9 === offset).map((code) => [code, day] as const),
    );
    const asked = [...codes.map((code) => [code, "2026-06-30"] as const), ...earlier];
    const reasons = new Set<string>();
    for (const [code, day] of asked) {
      const { check: found, errors } = await check(code, day);
      expect([code, day, errors, found?.unexplainedCount]).toEqual([code, day, undefined, 0]);
      if (!found?.roster || !found.transferLog) throw new Error("The home side is not told.");
      const { roster, transferLog: log, register, differences } = found;
      const sum = (column: "case" | "roster" | "transferLog" | "register") =>
        differences.reduce((total, each) => total + each[`${column}Count`], 0);
      const inRegister = register.officialCount + register.temporaryCount + register.withoutTransferCount;
      const [byRoster, byLog] = [roster, log].map((kinds) => kinds.officialCount + kinds.temporaryCount);
      expect(log.openingCount + log.outCount - log.backCount).toBe(byLog);
      expect([byLog, byRoster].map((count) => inRegister - Number(count))).toEqual([
        sum("register") - sum("transferLog"),
        sum("register") - sum("roster"),
      ]);
      expect(found.cases?.totalCount).toBe(sum("case"));
      for (const { reason } of differences) reasons.add(reason);
    }
    expect(reasons.size).toBeGreaterThan(5);
  }, 40_000);

  const stepOf = (from: string, to: string) => `update overseas_assignment_step set state = '${to}'
    where state = '${from}' and assignment_id in (select id from overseas_assignment where ${ofMember})`;
  const closedThere = [
    "foreign-ministry",
    stepOf("RECEIVED_ABROAD", "CLOSED"),
    stepOf("CLOSED", "RECEIVED_ABROAD"),
  ] as const;
  const recorded = (from: string, to: string) => `update activity_transfer_step set state = '${to}'
    where state = '${from}' and transfer_id in (select id from activity_transfer where ${ofMember})`;
  const rosterOf = (status: string) =>
    `update member set activity_status = '${status}' where id = '${stories.memberAbroad}'`;
  const abroad = { rosterKind: "OFFICIAL", transferLogKind: "OFFICIAL", registerKind: "OFFICIAL" };

  it.each([
    ["the register", closedThere, { registerKind: null, homeState: "RECEIVED_ABROAD", ministryState: "CLOSED" }],
    ["the roster", ["south", rosterOf("ACTIVE"), rosterOf("TRANSFERRED")], { rosterKind: null }],
    ["the transfers", ["south", recorded("ISSUED", "LOST"), recorded("LOST", "ISSUED")], { transferLogKind: null }],
  ] as const)("finds what somebody changed in %s, and which stay it is", async (_, change, expected) => {
    const known = await hub.ask(`{ member(id: "${stories.memberAbroad}") { currentAssignment { id } } }`);
    const { member } = known.data as { readonly member: { readonly currentAssignment: { readonly id: string } } };
    const found = { ...abroad, ...expected, reason: "UNEXPLAINED", assignmentId: member.currentAssignment.id };
    expect(await whileChanged([change])).toEqual([expect.objectContaining(found)]);
  });

  it("names no stay of somebody whom the roster alone has abroad", async () => {
    const nobody = `(select min(id) from member where committee_code = 'PTC-79' and not is_travelling
      and activity_status in ('ACTIVE', 'TRANSFERRED'))`;
    const sent = `update member set activity_status = 'TRANSFERRED', temporary_organization_id = official_organization_id,
      official_organization_id = (select min(id) from overseas_organization) where id = ${nobody}`;
    const back = `update member set activity_status = 'ACTIVE', official_organization_id = temporary_organization_id,
      temporary_organization_id = null where id = ${nobody}`;
    const found = { rosterKind: "OFFICIAL", transferLogKind: null, registerKind: null, reason: "UNEXPLAINED" };
    expect(await whileChanged([["south", sent, back]])).toEqual([
      expect.objectContaining({ ...found, assignmentId: null }),
    ]);
  });

  it.each([
    ["EVENT_WAITING", "null, null"],
    ["EVENT_PARKED", "now(), 'EVENT_UNEXPECTED'"],
  ])("says %s for the same difference while the message about it is there", async (reason, parked) => {
    const told = `insert into outbox_event
        (id, target, subject, sequence, kind, occurred_at, due_at, parked_at, parked_because)
      select gen_random_uuid(), 'foreign-ministry', id, 1, 'assignment.stepped', '2026-06-30T09:00:00+07', now(), ${parked}
      from overseas_application where ${ofMember}`;
    const found = await whileChanged([closedThere, ["south", told, "delete from outbox_event"]]);
    expect(found).toEqual([expect.objectContaining({ reason, registerKind: null, waitingEventCount: 1 })]);
  });

  it("does not take a message of a later day for the reason", async () => {
    const told = `insert into outbox_event (id, target, subject, sequence, kind, occurred_at, due_at)
      select gen_random_uuid(), 'foreign-ministry', id, 1, 'assignment.stepped', '2026-06-30T18:00:00Z', now()
      from overseas_application where ${ofMember}`;
    const found = await whileChanged([closedThere, ["south", told, "delete from outbox_event"]]);
    expect(found).toEqual([expect.objectContaining({ reason: "UNEXPLAINED", waitingEventCount: 0 })]);
  });

  it("shows both sides to officers of the committee, the register to its keeper, and nothing to anybody else", async () => {
    const by = (persona: string, purpose: Purpose) => check("PTC-79", "2026-06-30", { persona, purpose });
    const own = await by("province-clerk", "ACTIVITY_TRANSFER");
    expect(own.check).toMatchObject({ roster: expect.any(Object), cases: expect.any(Object), unexplainedCount: 0 });
    const ofMinistry = await by("foreign-ministry-officer", "OVERSEAS_MANAGEMENT");
    const hidden = { roster: null, transferLog: null, unexplainedCount: null, differences: null, cases: null };
    expect(ofMinistry).toMatchObject({ errors: undefined, check: { ...hidden, register: own.check?.register } });
    for (const [persona, purpose] of [
      ["front-end-service", "ACTIVITY_TRANSFER"],
      ["overseas-secretary", "OVERSEAS_MANAGEMENT"],
      ["commission-analyst", "STATISTICS"],
      ["member", "OWN_RECORD"],
      ["nobody", "ACTIVITY_TRANSFER"],
    ] as const)
      expect([persona, (await by(persona, purpose)).check]).toEqual([persona, null]);
  });

  it("is refused for a day that lies ahead", async () => {
    const { errors } = await check("PTC-79", "2099-12-31");
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["INPUT_MALFORMED"]);
  });
});
