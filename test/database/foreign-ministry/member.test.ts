import { afterAll, assert, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  assignment,
  memberAbroad,
  memberBetweenStays,
  memberReturned,
  osaka,
  probationaryAbroad,
  singleGuided,
  studentCell,
} from "./rows.ts";
import { idsOfAllPages, startMinistry, type Page, type RunningMinistry } from "./running-ministry.ts";

let ministry: RunningMinistry;

beforeAll(async () => {
  ministry = await startMinistry();
});
beforeEach(() => void ministry.takeStatements());
afterAll(() => ministry[Symbol.asyncDispose]());

interface MemberAnswer {
  readonly currentAssignment: { readonly id: string } | null;
  readonly assignments: Page;
}

const ofMembers = (ids: readonly string[], fields: string) =>
  ministry.ask<{ _entities: MemberAnswer[] }>(
    `query ($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Member { ${fields} } }
    }`,
    { representations: ids.map((id) => ({ __typename: "Member", id })) },
  );
const currentOf = async (id: string) =>
  (await ofMembers([id], "currentAssignment { id }")).data._entities[0]?.currentAssignment?.id ?? null;

describe("the current assignment of a member", () => {
  it("is the one in no final state", async () => {
    expect(await currentOf(memberAbroad.id)).toBe(memberAbroad.current);
    expect(await currentOf(probationaryAbroad.id)).toBe(probationaryAbroad.current);
  });

  it("is the one that departs last when several are open", async () => {
    expect(await currentOf(memberBetweenStays.id)).toBe(memberBetweenStays.next);
  });

  it("is null when every stay is over", async () => {
    expect(await currentOf(memberReturned.id)).toBeNull();
  });

  it("is null for an id this agency has never seen, without saying that there is no such member", async () => {
    const id = "mb_neverseenneve";
    const { data, errors } = await ofMembers([id], "id currentAssignment { id } assignments { totalCount }");
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([{ id, currentAssignment: null, assignments: { totalCount: 0 } }]);
  });
});

describe("an assignment", () => {
  it("is answered whole, references as keys", async () => {
    const { data, errors } = await ministry.ask<{ assignment: object }>(
      `query ($id: ID!) { assignment(id: $id) {
        id member { id } purpose country { code name nameEnglish } state moveKind homeCommittee { code }
        declaredBy { code } declaredOn departsOn startedOn expectedReturnOn returnedOn
        notice { kind number issuedOn receivedOn } receivingOrganization { id } receivedOn officialDecisionDueOn
        cardCustody { receivedOn returnedOn mission { id city } }
        steps { state reachedOn reachedBy country { code } expectedReturnOn } isSynthetic
      } }`,
      { id: memberAbroad.current },
    );
    expect(errors).toBeUndefined();
    expect(data.assignment).toEqual({
      id: memberAbroad.current,
      member: { id: memberAbroad.id },
      purpose: "STUDY",
      country: { code: "JP", name: "Nhật Bản", nameEnglish: "Japan" },
      state: "RECEIVED_ABROAD",
      moveKind: "OFFICIAL_TRANSFER",
      homeCommittee: { code: "PTC-79" },
      declaredBy: { code: "PTC-79" },
      declaredOn: "2024-01-15",
      departsOn: "2024-03-01",
      startedOn: "2024-03-02",
      expectedReturnOn: "2027-03-31",
      returnedOn: null,
      notice: { kind: "LETTER", number: "12-GT/ĐU", issuedOn: "2024-02-01", receivedOn: "2024-02-10" },
      receivingOrganization: { id: studentCell.organization_id },
      receivedOn: "2024-03-12",
      officialDecisionDueOn: null,
      cardCustody: { receivedOn: "2024-03-12", returnedOn: null, mission: { id: osaka.id, city: "Osaka" } },
      steps: [
        step("DECLARED", "2024-01-15", "HOME_COMMITTEE"),
        step("RECEIVED_ABROAD", "2024-03-12", "OVERSEAS_COMMITTEE"),
        { ...step("EXTENDED", "2025-12-01", "OVERSEAS_COMMITTEE"), expectedReturnOn: "2027-03-31" },
        { ...step("MOVED_COUNTRY", "2026-02-01", "FOREIGN_MINISTRY"), country: { code: "JP" } },
      ],
      isSynthetic: true,
    });
  });

  it("keeps the committee that declared it beside the one that answers for the member today", async () => {
    const { data } = await ministry.ask<{ assignment: object }>(`{ assignment(id: "${memberAbroad.earlier}") {
      declaredBy { code } homeCommittee { code } cardCustody { returnedOn mission { id } } notice { kind }
    } }`);
    expect(data.assignment).toEqual({
      declaredBy: { code: "PTC63-74" },
      homeCommittee: { code: "PTC-79" },
      cardCustody: { returnedOn: "2021-03-25", mission: null },
      notice: { kind: "LIST_ENTRY" },
    });
  });

  it("has no card custody for a probationary member, whose decision falls due", async () => {
    const { data } = await ministry.ask<{ assignment: object }>(
      `{ assignment(id: "${probationaryAbroad.current}") { cardCustody { receivedOn } officialDecisionDueOn } }`,
    );
    expect(data.assignment).toEqual({ cardCustody: null, officialDecisionDueOn: "2025-01-15" });
  });

  it("has no receiving organization for a member guided singly, and no notice before one was received", async () => {
    const { data } = await ministry.ask<{ single: object; declared: object }>(`{
      single: assignment(id: "${singleGuided.current}") { receivingOrganization { id } receivedOn }
      declared: assignment(id: "${memberBetweenStays.next}") { moveKind notice { kind } startedOn steps { state } }
    }`);
    expect(data.single).toEqual({ receivingOrganization: null, receivedOn: null });
    expect(data.declared).toEqual({ moveKind: null, notice: null, startedOn: null, steps: [] });
  });

  it("is null for an unknown id, from the root and as an entity", async () => {
    const { data, errors } = await ministry.ask(
      `query ($representations: [_Any!]!) {
        assignment(id: "oa_unknownunknow") { id }
        _entities(representations: $representations) { ... on OverseasAssignment { state } }
      }`,
      {
        representations: [
          { __typename: "OverseasAssignment", id: "oa_unknownunknow" },
          { __typename: "OverseasAssignment", id: memberAbroad.earlier },
        ],
      },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ assignment: null, _entities: [null, { state: "CLOSED" }] });
  });
});

describe("the assignments of a member", () => {
  const pagesOf = (id: string) => async (after: string | null) => {
    const page = `assignments(first: 1, after: ${JSON.stringify(after)})`;
    const fields = `${page} { nodes { id } totalCount pageInfo { hasNextPage hasPreviousPage endCursor } }`;
    const [member] = (await ofMembers([id], fields)).data._entities;
    assert(member);
    return member.assignments;
  };

  it("run from the latest departure, page by page, with a total", async () => {
    expect(await idsOfAllPages(pagesOf(memberAbroad.id))).toEqual([memberAbroad.current, memberAbroad.earlier]);
    expect((await pagesOf(memberAbroad.id)(null)).totalCount).toBe(2);
  });

  it("keep apart stays that depart on the same day", async () => {
    const member_id = "mb_samedaysameda";
    const ids = ["oa_samedaysamed1", "oa_samedaysamed2", "oa_samedaysamed3"];
    await ministry.db
      .insertInto("overseas_assignment")
      .values(ids.map((id) => assignment({ id, member_id, state: "CANCELLED" })))
      .execute();
    expect(await idsOfAllPages(pagesOf(member_id))).toEqual(ids.toReversed());
  });
});

describe("fifty members at once", () => {
  const fifty = Array.from({ length: 50 }, (_, index) => `mb_fifty${String(index).padStart(8, "0")}`);

  beforeAll(async () => {
    const rows = fifty.flatMap((member_id, index) =>
      [1, 2, 3].map((stay) =>
        assignment({ id: `oa_fifty${index}_${stay}`, member_id, departs_on: `2024-03-0${stay}` }),
      ),
    );
    await ministry.db.insertInto("overseas_assignment").values(rows).execute();
  });

  it("cost one statement for their current assignments, whose text does not depend on how many they are", async () => {
    const fields = "currentAssignment { id country { name } homeCommittee { code } receivingOrganization { id } }";
    const ask = async (ids: readonly string[]) => {
      const { data } = await ofMembers(ids, fields);
      return {
        ids: data._entities.map(({ currentAssignment }) => currentAssignment?.id),
        sent: ministry.takeStatements(),
      };
    };
    const many = await ask(fifty);
    expect(many.ids).toEqual(fifty.map((_, index) => `oa_fifty${index}_3`));
    expect(many.sent).toHaveLength(1);
    expect(many.sent[0]).toMatch(/^select distinct on \("member_id"\) /);
    expect(many.sent[0]).toContain(` where "member_id" = any($1) and not "state" = any($2) order by "member_id", `);
    expect((await ask(fifty.slice(0, 1))).sent).toEqual(many.sent);
  });

  it("cost one statement for their pages and one for their totals", async () => {
    const page = "assignments(first: 2) { totalCount nodes { id } pageInfo { hasNextPage } }";
    const { data } = await ofMembers(fifty, page);
    expect(data._entities.map(({ assignments }) => assignments)).toEqual(
      fifty.map((_, index) => ({
        totalCount: 3,
        nodes: [{ id: `oa_fifty${index}_3` }, { id: `oa_fifty${index}_2` }],
        pageInfo: { hasNextPage: true },
      })),
    );
    expect(ministry.takeStatements()).toEqual([
      expect.stringContaining("inner join lateral (select"),
      expect.stringMatching(/^select "member_id" as "memberId", count\(\*\) as "count" .* group by "member_id"$/),
    ]);
  });

  it("cost one more statement for each further type, and none for countries", async () => {
    const fields = "country { name } steps { state } cardCustody { mission { name country { name } } }";
    await ofMembers([...fifty, memberAbroad.id], `assignments { nodes { ${fields} } }`);
    const tables = ministry.takeStatements().map((text) => /from "(\w+)"/.exec(text)?.[1]);
    expect(tables.toSorted()).toEqual(["mission", "overseas_assignment", "overseas_assignment_step"]);
  });
});

const step = (state: string, reachedOn: string, reachedBy: string) => ({
  state,
  reachedOn,
  reachedBy,
  country: null,
  expectedReturnOn: null,
});
