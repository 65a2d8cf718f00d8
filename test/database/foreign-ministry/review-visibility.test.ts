import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { TestCaller } from "../../support/envelope.ts";
import { draftedReview, loadReviews, openReview, publishedReview } from "./review-rows.ts";
import { startMinistry, type Page, type RunningMinistry } from "./running-ministry.ts";

let ministry: RunningMinistry;
beforeAll(async () => {
  ministry = await startMinistry();
  await loadReviews(ministry.db);
});
beforeEach(() => void ministry.takeStatements());
afterAll(() => ministry[Symbol.asyncDispose]());

const nobody = { committees: [], scopes: [], organization: "", purpose: null, memberId: null } as const;
const clerkOf = (code: string) => ({ ...nobody, committees: [code], organization: code });
const callers = {
  "the ministry": { ...nobody, organization: "foreign-ministry" },
  "the Commission": { ...nobody, organization: "organization-commission" },
  "a committee that revises": clerkOf("PTC-79"),
  "a committee that drafts": clerkOf("PTC-08"),
  "a committee that was asked": clerkOf("PTC-31"),
  "a committee that was not": clerkOf("PTC-48"),
  "a committee abroad": { ...nobody, organization: "po_committeejapan" },
  "a member": { ...nobody, memberId: "mb_1", organization: "PTC-79" },
  "a member whose token names committees": { ...clerkOf("PTC-79"), memberId: "mb_1" },
} as const satisfies Record<string, TestCaller>;

interface Report {
  readonly committee: { readonly code: string };
  readonly revision: number | null;
  readonly comments: readonly { readonly articleNumber: number }[];
  readonly answers: readonly object[];
}

const FIELDS = `{ reviews { totalCount nodes { id questions { text } articles { outcome agreeCount }
  reports { committee { code } revision state comments { articleNumber } answers { text } departures { year } }
  unansweredCommittees { code } consolidation { submittedCount } } } }`;

interface Review {
  readonly id: string;
  readonly questions: readonly object[];
  readonly articles: readonly { readonly outcome: string | null }[];
  readonly reports: readonly Report[];
  readonly unansweredCommittees: readonly { readonly code: string }[] | null;
  readonly consolidation: object | null;
}

const seenBy = async (caller: TestCaller) => (await ministry.ask<{ reviews: Page<Review> }>(FIELDS, {}, caller)).data.reviews;

const all = [openReview.id, draftedReview.id, publishedReview.id];
const shown = [openReview.id, publishedReview.id];

/** Which reviews each caller sees, and of the open one which revision of whose report with how many comments. */
const expected: Record<keyof typeof callers, readonly [reviews: readonly string[], reports: readonly string[]]> = {
  "the ministry": [all, ["PTC-01 1 1", "PTC-08 null 0", "PTC-31 null 0", "PTC-79 1 1"]],
  "the Commission": [all, ["PTC-01 1 1", "PTC-08 null 0", "PTC-31 null 0", "PTC-79 1 1"]],
  "a committee that revises": [shown, ["PTC-79 2 2"]],
  "a committee that drafts": [shown, ["PTC-08 1 1"]],
  "a committee that was asked": [shown, ["PTC-31 null 0"]],
  "a committee that was not": [shown, []],
  "a committee abroad": [[], []],
  "a member": [[], []],
  "a member whose token names committees": [[], []],
};

describe.each(Object.keys(callers) as (keyof typeof callers)[])("%s", (name) => {
  const [reviews, reports] = expected[name];

  it("sees the reviews and reports that are theirs to see, and what hangs on them", async () => {
    const { totalCount, nodes } = await seenBy(callers[name]);
    expect(nodes.map(({ id }) => id).toSorted()).toEqual(reviews.toSorted());
    expect(totalCount).toBe(reviews.length);
    expect(nodes.every(({ questions, articles }) => questions.length === 1 && articles.length === 2)).toBe(true);
    const open = nodes.find(({ id }) => id === openReview.id)?.reports ?? [];
    expect(open.map(({ committee, revision, comments }) => `${committee.code} ${revision} ${comments.length}`)).toEqual(
      reports,
    );
  });

  it("is given the consolidation and the names of the silent exactly if all reports are theirs to see", async () => {
    const { nodes } = await seenBy(callers[name]);
    const isHolder = name === "the ministry" || name === "the Commission";
    for (const { id, consolidation, unansweredCommittees } of nodes) {
      expect(consolidation !== null).toBe(isHolder);
      const silent = id === openReview.id ? [{ code: "PTC-08" }, { code: "PTC-31" }] : [];
      expect(unansweredCommittees).toEqual(isHolder ? silent : null);
    }
  });

  it("reads a draft only where it is their own", async () => {
    const { nodes } = await seenBy(callers[name]);
    const answers = nodes.flatMap(({ reports }) => reports.flatMap(({ answers }) => answers));
    expect(answers).toEqual(name === "a committee that revises" ? [{ text: "Còn là dự thảo." }] : []);
  });
});

describe("a review", () => {
  it("is consolidated by article from what was last submitted, the figures added up", async () => {
    const { data } = await ministry.ask(
      `query ($id: ID!) { review(id: $id) { consolidation { invitedCount submittedCount openTransferCount
        lateTransferCount departures { year purpose departureCount }
        articles { number agreeCount amendCount silentCount comments { committee { code } position reason } } } } }`,
      { id: openReview.id },
      callers["the Commission"],
    );
    expect(data).toEqual({
      review: {
        consolidation: {
          invitedCount: 4,
          submittedCount: 2,
          openTransferCount: 20,
          lateTransferCount: 2,
          departures: [
            { year: 2024, purpose: "STUDY", departureCount: 7 },
            { year: 2025, purpose: "STUDY", departureCount: 5 },
          ],
          articles: [
            {
              number: 1,
              agreeCount: 1,
              amendCount: 1,
              silentCount: 0,
              comments: [
                { committee: { code: "PTC-01" }, position: "AGREE", reason: null },
                { committee: { code: "PTC-79" }, position: "AMEND", reason: "Chưa rõ thẩm quyền." },
              ],
            },
            { number: 2, agreeCount: 0, amendCount: 0, silentCount: 2, comments: [] },
          ],
        },
      },
    });
    expect(ministry.takeStatements()).toHaveLength(5);
  });

  it("costs a statement for each kind of row, however many reviews are asked for", async () => {
    await seenBy(callers["the ministry"]);
    // The page, its count, and seven kinds of row below it; the consolidation reads the same rows again.
    expect(ministry.takeStatements()).toHaveLength(8);
  });

  it("is not found by its id before it is opened, except by those who hold it", async () => {
    const ask = (caller: TestCaller) =>
      ministry.ask("query ($id: ID!) { review(id: $id) { state } }", { id: draftedReview.id }, caller);
    expect((await ask(callers["a committee that revises"])).data).toEqual({ review: null });
    expect((await ask(callers["the Commission"])).data).toEqual({ review: { state: "DRAFTED" } });
  });
});
