import type { CommitteeSpan } from "../../../subgraphs/organization-commission/statistics/boundaries.ts";
import type { Count, Dimension } from "../../../subgraphs/organization-commission/statistics/counts.ts";

/** A made-up journey: who it is for is not in it. */
export interface Journey {
  readonly committee: string;
  readonly country: string;
  readonly purpose: string;
  /** Year of departure and whether it was in the second half of it. */
  readonly year: number;
  readonly isLate: boolean;
  /** Null while abroad. */
  readonly returnedIn: number | null;
  readonly kind: string;
}

/** The counts of journeys as the Foreign Ministry takes them, countries without any included. */
export function countsOf(journeys: readonly Journey[], countries: readonly string[]): readonly Count[] {
  const counts = new Map<string, Count>();
  const add = (topic: Count["topic"], dimension: Dimension, code: string, period: string, more = 1) => {
    const key = `${topic} ${dimension} ${code} ${period}`;
    counts.set(key, { topic, dimension, code, period, count: (counts.get(key)?.count ?? 0) + more });
  };
  for (const code of countries) add("ABROAD", "COUNTRY", code, "OFFICIAL", 0);
  for (const { committee, country, purpose, year, isLate, returnedIn, kind } of journeys) {
    const inAll = (topic: Count["topic"], period: string, half: string) => {
      add(topic, "NATION", "VN", period);
      add(topic, "PURPOSE", purpose, period);
      add(topic, "COUNTRY", country, period);
      add(topic, "COMMITTEE", committee, half);
    };
    inAll("DEPARTURE", `${year}`, `${year}-${isLate ? 2 : 1}`);
    if (returnedIn === null) inAll("ABROAD", kind, kind);
    else inAll("RETURN", `${returnedIn}`, `${returnedIn}-2`);
  }
  return [...counts.values()];
}

/** Committees of a small nation: two merged ones, one that never changed, and one that ended without a successor. */
export const committees: readonly CommitteeSpan[] = [
  former("OLD-1", "NEW-1"),
  former("OLD-2", "NEW-1"),
  former("OLD-3", "NEW-2"),
  former("OLD-4", "NEW-2"),
  former("OLD-5", "NEW-2"),
  { code: "NEW-1", validFrom: "2025-07-01", validTo: null, successorCode: null },
  { code: "NEW-2", validFrom: "2025-07-01", validTo: null, successorCode: null },
  { code: "SAME", validFrom: "2008-08-01", validTo: null, successorCode: null },
  { code: "BLOC", validFrom: "2008-08-01", validTo: "2025-02-02", successorCode: null },
];

/** The committees of them that could declare a departure in a year. */
export const declaring = (year: number): readonly string[] =>
  committees
    .filter(({ validFrom, validTo }) => validFrom <= `${year}-12-31` && (validTo ?? "9999") >= `${year}-01-01`)
    .map(({ code }) => code);

function former(code: string, successorCode: string): CommitteeSpan {
  return { code, validFrom: "2008-08-01", validTo: "2025-06-30", successorCode };
}
