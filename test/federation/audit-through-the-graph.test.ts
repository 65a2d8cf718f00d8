import { readFileSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "#kit/database.ts";
import { recorderUrl } from "../../deploy/audit/config.ts";
import { shipSegments } from "../../deploy/audit/ship.ts";
import type { AuditTables } from "../../deploy/audit/tables.ts";
import { withConnection } from "../../deploy/local/admin.ts";
import { LOCAL_ISSUER } from "../../gateway/identity/local-issuer.ts";
import { stories } from "../../deploy/synthetic/stories.ts";
import { temporaryFolder } from "../support/audit.ts";
import { startTestHub, type Impersonation, type TestHub } from "../support/hub.ts";

const question = (file: string) => readFileSync(new URL(`../../schema/operations/${file}`, import.meta.url), "utf8");
const period = question("audit-of-a-period.graphql");
const myReport = question("who-looked-at-my-record.graphql");

const clerk: Impersonation = { persona: "province-clerk", purpose: "MEMBER_MANAGEMENT" };
const officer: Impersonation = { persona: "foreign-ministry-officer", purpose: "OVERSEAS_MANAGEMENT" };
const auditor: Impersonation = { persona: "commission-auditor", purpose: "AUDIT" };
const member: Impersonation = { persona: "member", purpose: "OWN_RECORD" };

/** Bytes of the entries that wait in a gateway's folder, by file. */
const waitingBytes = async (folder: string) => {
  const files = (await readdir(folder)).filter((name) => name.endsWith(".entries"));
  return Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
};

/** An access as these tests ask for it. */
interface ToldAccess {
  readonly organization: string;
  readonly callerIssuer: string;
  readonly purpose: string;
  readonly decision: string;
  readonly personCount: number;
}

describe("the audit through the graph", () => {
  const resources = new AsyncDisposableStack();
  let hub: TestHub;
  let ship: () => Promise<void>;
  beforeAll(async () => {
    const { path } = resources.use(await temporaryFolder());
    const [folder, keysFolder] = [join(path, "log"), join(path, "keys")];
    const audit = { name: "hub.test/audit", folder, keysFolder, checkpointMs: 50 };
    hub = resources.use(await startTestHub({ audit }));
    const db = openDatabase<AuditTables>({ url: recorderUrl(hub.databaseUrlOf("audit-log")), poolSize: 1 });
    resources.defer(() => db.destroy());
    ship = async () => {
      // Sealed and shipped down to the last entry.
      for (let left = true; left; left = (await waitingBytes(folder)).some((bytes) => bytes > 0)) {
        await setTimeout(60);
        await shipSegments(db, audit.name, audit.folder);
      }
    };
    const record = `query ($id: ID!) { member(id: $id) { homeRecord { name { full } ethnicity { code } } } }`;
    const page = `{ members(committee: "PTC-79", first: 3) { nodes { homeRecord { memberClass } } } }`;
    const questions: readonly (readonly [string, object, Impersonation])[] = [
      [record, { id: stories.memberAbroad }, clerk],
      [record, { id: stories.memberAbroad }, officer],
      [record, { id: stories.memberMidTransfer }, { persona: "province-clerk" }],
      [page, {}, clerk],
    ];
    for (const asked of questions) {
      await hub.ask(...asked);
      // The list tells no order of what came within one millisecond.
      await setTimeout(2);
    }
    await ship();
  });
  afterAll(() => resources.disposeAsync());

  const accessesAs = async (as: Impersonation, variables: object = {}) => {
    const { data, errors } = await hub.ask(period, variables, as);
    expect(errors).toBeUndefined();
    return data?.["accesses"] as { nodes: readonly ToldAccess[]; totalCount: number; pageInfo: { endCursor: string } };
  };

  it("tells an auditor every access, the latest first: who by organization, why, what and how many persons", async () => {
    const { nodes, totalCount } = await accessesAs(auditor, { from: "2026-01-01", to: "2999-12-31" });
    expect(totalCount).toBe(4);
    expect(nodes.map((access) => [access.organization, access.purpose, access.decision, access.personCount])).toEqual([
      ["PTC-79", "MEMBER_MANAGEMENT", "ANSWERED", 3],
      ["PTC-79", null, "DENIED", 1],
      ["foreign-ministry", "OVERSEAS_MANAGEMENT", "ANSWERED", 1],
      ["PTC-79", "MEMBER_MANAGEMENT", "ANSWERED", 1],
    ]);
    expect(nodes[2]).toMatchObject({
      deniedFields: ["HomeRecord.ethnicity"],
      agencies: ["organization-commission", "provincial-committees"],
    });
    expect(new Set(nodes.map(({ callerIssuer }) => callerIssuer))).toEqual(new Set([LOCAL_ISSUER]));
    expect(JSON.stringify(nodes)).not.toContain("mb_");
  });

  it("tells the next auditor that the last one looked", async () => {
    await ship();
    const { nodes } = await accessesAs(auditor, { purpose: "AUDIT" });
    expect(nodes).toContainEqual(
      expect.objectContaining({ organization: "organization-commission", purpose: "AUDIT", decision: "ANSWERED" }),
    );
  });

  it("narrows and pages the list", async () => {
    expect((await accessesAs(auditor, { organization: "foreign-ministry" })).totalCount).toBe(1);
    expect((await accessesAs(auditor, { decision: "DENIED" })).totalCount).toBe(1);
    expect((await accessesAs(auditor, { to: "2026-01-01" })).totalCount).toBe(0);
    const first = await accessesAs(auditor, { first: 1, purpose: "MEMBER_MANAGEMENT" });
    const { endCursor } = first.pageInfo;
    const second = await accessesAs(auditor, { first: 1, purpose: "MEMBER_MANAGEMENT", after: endCursor });
    expect([...first.nodes, ...second.nodes].map(({ personCount }) => personCount)).toEqual([3, 1]);
    const after = Buffer.from('["yesterday","1"]').toString("base64url");
    const { errors } = await hub.ask(period, { after }, auditor);
    expect(errors?.map(({ extensions }) => extensions["code"])).toEqual(["INPUT_CURSOR_UNKNOWN"]);
  });

  it("finds for an auditor who has looked at one member", async () => {
    const about = `query ($id: ID!) { accesses(filter: { member: $id }) { nodes { organization } } }`;
    const { data } = await hub.ask(about, { id: stories.memberMidTransfer }, auditor);
    expect(data).toEqual({ accesses: { nodes: [{ organization: "PTC-79" }] } });
  });

  it.each([
    ["a clerk", clerk],
    ["an auditor who does not say what for", { persona: "commission-auditor" }],
    ["a member", member],
  ])("tells %s nothing of others", async (_, as) => {
    const { data } = await hub.ask("{ accesses { totalCount nodes { organization } } }", {}, as);
    expect(data?.["accesses"] ?? null).toBeNull();
  });

  it("tells a member every access to their own record, but not by whom in person, and none to anybody else's", async () => {
    const home = "query ($id: ID!) { member(id: $id) { homeOrganization { name } } }";
    await hub.ask(home, { id: stories.memberAbroad }, clerk);
    await ship();
    const { data, errors } = await hub.ask(myReport, { id: stories.memberAbroad }, member);
    expect(errors).toBeUndefined();
    const told = data as { member: { accesses: { nodes: readonly ToldAccess[] } } };
    expect(told.member.accesses.nodes.map(({ organization, purpose }) => [organization, purpose])).toEqual([
      ["PTC-79", "MEMBER_MANAGEMENT"],
      ["foreign-ministry", "OVERSEAS_MANAGEMENT"],
      ["PTC-79", "MEMBER_MANAGEMENT"],
    ]);
    const caller = `query ($id: ID!) { member(id: $id) { accesses { nodes { caller callerIssuer } } } }`;
    const refused = (await hub.ask(caller, { id: stories.memberAbroad }, member)).errors;
    expect(refused?.map(({ extensions }) => extensions["code"])).toEqual(Array(2).fill("UNAUTHORIZED_FIELD_OR_TYPE"));
    expect((await hub.ask(myReport, { id: stories.memberMidTransfer }, member)).data).toBeNull();
    expect((await hub.ask(myReport, { id: stories.memberAbroad }, clerk)).data).toMatchObject({
      member: { accesses: { totalCount: 0, nodes: [] } },
    });
  });

  it("shows the service's own role nothing that no request stated", async () => {
    for (const table of ["access", "audit_entry", "audit_checkpoint"]) {
      const { rows } = await withConnection(hub.databaseUrlOf("audit-log"), (client) =>
        client.query(`select count(*)::int as count from ${table}`),
      );
      expect([table, rows]).toEqual([table, [{ count: 0 }]]);
    }
  });
});
