import type { ForeignMinistryContext } from "./context.ts";
import type { ReviewReport } from "./review-reports.ts";
import type { Review } from "./reviews.ts";
import type { StayPurpose } from "./stay-vocabulary.ts";

type Loaders = Pick<
  ForeignMinistryContext,
  "articlesByReview" | "reportsByReview" | "commentsByReview" | "departuresByReview"
>;

/**
 * What the submitted reports come to: by article who agrees and who wants it changed and why, and the figures added
 * up. For those who hold the review: whoever sees fewer reports would take a part for the whole.
 */
export async function consolidate({ id }: Review, loaders: Loaders) {
  const [articles, reports, comments, departures] = await Promise.all([
    loaders.articlesByReview.load(id),
    loaders.reportsByReview.load(id),
    loaders.commentsByReview.load(id),
    loaders.departuresByReview.load(id),
  ]);
  const submitted = reports.filter(({ submittedOn }) => submittedOn !== null);
  const byArticle = Map.groupBy(comments, ({ articleNumber }) => articleNumber);
  return {
    invitedCount: reports.length,
    submittedCount: submitted.length,
    openTransferCount: sum(submitted, "openTransferCount"),
    lateTransferCount: sum(submitted, "lateTransferCount"),
    departures: addUp(departures),
    articles: articles.map((article) => {
      const comments = byArticle.get(article.number) ?? [];
      const agreeCount = comments.filter(({ position }) => position === "AGREE").length;
      const amendCount = comments.length - agreeCount;
      return { ...article, agreeCount, amendCount, silentCount: submitted.length - comments.length, comments };
    }),
  };
}

const sum = (reports: readonly ReviewReport[], figure: "openTransferCount" | "lateTransferCount") =>
  reports.reduce((total, report) => total + (report[figure] ?? 0), 0);

interface Departures {
  readonly year: number;
  readonly purpose: StayPurpose;
  readonly departureCount: number;
}

/** One row for each year and purpose, by year and then purpose. */
function addUp(departures: readonly Departures[]): readonly Departures[] {
  const groups = Map.groupBy(departures, ({ year, purpose }) => `${year} ${purpose}`);
  return [...groups.entries()]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([, rows]) =>
      rows.slice(0, 1).map((row) => ({
        ...row,
        departureCount: rows.reduce((total, { departureCount }) => total + departureCount, 0),
      })),
    );
}
