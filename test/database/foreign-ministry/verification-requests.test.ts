import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { idsOfAllPages, startMinistry, type Page, type RunningMinistry } from "./running-ministry.ts";

let ministry: RunningMinistry;

beforeAll(async () => {
  ministry = await startMinistry();
});
beforeEach(() => void ministry.takeStatements());
afterAll(() => ministry[Symbol.asyncDispose]());

describe("verification requests", () => {
  const waiting = "vr_waitingwaiting";
  const confirmed = "vr_confirmedconf";
  const returned = "vr_returnedretur";
  const idsOf = async (args: string) => {
    const query = `{ verificationRequests${args} { nodes { id } totalCount } }`;
    const { data } = await ministry.ask<{ verificationRequests: Page }>(query);
    const { nodes, totalCount } = data.verificationRequests;
    expect(totalCount).toBe(nodes.length);
    return nodes.map(({ id }) => id);
  };

  it.each<[string, string, string[]]>([
    ["nothing, the latest received first", "", [waiting, confirmed, returned]],
    ["those that wait", "(isReplied: false)", [waiting]],
    ["the answered ones", "(isReplied: true)", [confirmed, returned]],
    ["committee", `(requestedBy: "PTC-01")`, [confirmed]],
    ["country", `(country: "FR")`, [returned]],
    ["committee and country without a match", `(requestedBy: "PTC-01", country: "FR")`, []],
  ])("are narrowed by %s", async (_, args, expected) => {
    expect(await idsOf(args)).toEqual(expected);
  });

  it("tell days and outcome, which a waiting one does not have, in one statement", async () => {
    const { data } = await ministry.ask<{ verificationRequests: Page }>(`{ verificationRequests(first: 2) { nodes {
      requestedBy { code } country { code } letterNumber requestedOn receivedOn repliedOn outcome isSynthetic
    } } }`);
    const asked = {
      country: { code: "JP" },
      letterNumber: "101-CV/ĐU",
      requestedOn: "2026-05-04",
      receivedOn: "2026-05-11",
      isSynthetic: true,
    };
    expect(data.verificationRequests.nodes).toEqual([
      { ...asked, requestedBy: { code: "PTC-79" }, repliedOn: null, outcome: null },
      { ...asked, requestedBy: { code: "PTC-01" }, repliedOn: "2026-06-01", outcome: "CONFIRMED" },
    ]);
    expect(ministry.takeStatements()).toHaveLength(1);
  });

  it("keep apart those received on the same day when paging", async () => {
    const pageAfter = async (after: string | null) => {
      const page = `verificationRequests(first: 1, after: ${JSON.stringify(after)})`;
      const fields = "nodes { id } pageInfo { hasNextPage hasPreviousPage endCursor }";
      const { data } = await ministry.ask<{ verificationRequests: Page }>(`{ ${page} { ${fields} } }`);
      return data.verificationRequests;
    };
    expect(await idsOfAllPages(pageAfter)).toEqual([waiting, confirmed, returned]);
  });
});
