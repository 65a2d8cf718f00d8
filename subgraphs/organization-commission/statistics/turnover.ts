import type { Kysely } from "kysely";
import { refuse } from "#kit/errors.ts";
import type { OrganizationCommissionTables } from "../tables.ts";
import { SMALL_BELOW } from "./counts.ts";
import { listRows, type AskedDimension, type ReleaseKey, type StatisticsRow } from "./rows.ts";

/** What became in a year of those who were abroad in it. */
export interface Turnover {
  readonly year: string;
  readonly returnCount: number;
  readonly abroadAtEndCount: number;
  /** From 0 to 1. */
  readonly share: number;
}

type Shown = Pick<StatisticsRow, "period" | "value">;

/**
 * Turnover by year, the oldest first, from figures as they are shown. Counted back from those who are abroad now, so it
 * ends at the first year of which a figure is hidden or at whose end few were abroad, or where bands are not the same.
 */
export function turnoversOf(
  departures: readonly Shown[],
  returns: readonly Shown[],
  abroad: number | null,
): readonly Turnover[] {
  const turnovers: Turnover[] = [];
  let atEnd = abroad;
  for (const { period, value: gone } of departures.toSorted((one, other) => (one.period < other.period ? 1 : -1))) {
    const back = returns.find((row) => row.period === period)?.value ?? null;
    if (gone === null || back === null || atEnd === null || atEnd < SMALL_BELOW) break;
    turnovers.unshift({ year: period, returnCount: back, abroadAtEndCount: atEnd, share: back / (back + atEnd) });
    atEnd += back - gone;
  }
  return turnovers;
}

/** Turnover of the nation, or of one purpose, country or committee. @throws INPUT_MALFORMED when half of it is said */
export async function listTurnovers(
  db: Kysely<OrganizationCommissionTables>,
  release: ReleaseKey,
  { code, dimension }: { readonly code?: string | null; readonly dimension?: AskedDimension | null },
): Promise<readonly Turnover[]> {
  if ((code == null) !== (dimension == null)) throw refuse("INPUT_MALFORMED", "code and dimension belong together.");
  const place = { by: dimension ? [dimension] : [], codes: code == null ? null : [code], first: 100 };
  const byYear = { ...place, by: [...place.by, "YEAR" as const] };
  const [departures, returns, abroad] = await Promise.all([
    listRows(db, release, "DEPARTURE", byYear),
    listRows(db, release, "RETURN", byYear),
    listRows(db, release, "ABROAD", place),
  ]);
  return turnoversOf(departures.nodes, returns.nodes, abroad.nodes[0]?.value ?? null);
}
