/** What the registry knows of a committee that matters for whose figures are whose. */
export interface CommitteeSpan {
  readonly code: string;
  readonly validFrom: string;
  /** The last day, that day included; null while it stands. */
  readonly validTo: string | null;
  readonly successorCode: string | null;
}

/** The day since which provinces have their present boundaries (Resolution 202/2025/QH15). */
export const PRESENT_BOUNDARIES_FROM = "2025-07-01";

/** Committees with those who took over from them. */
export class Boundaries {
  readonly #spans: ReadonlyMap<string, CommitteeSpan>;
  readonly #groups: ReadonlyMap<string, readonly CommitteeSpan[]>;

  constructor(committees: readonly CommitteeSpan[]) {
    this.#spans = new Map(committees.map((committee) => [committee.code, committee]));
    this.#groups = Map.groupBy(committees, ({ code }) => this.presentOf(code));
  }

  /** Under the present boundaries: the last of those who took over; itself when nobody did, or several. */
  presentOf(code: string): string {
    return this.standingOn(code, "9999-12-31");
  }

  /** Who stood for a committee on a day: itself while valid, then its successor. @throws Error for an unknown code */
  standingOn(code: string, day: string): string {
    const span = this.#spans.get(code);
    if (!span) throw new Error(`The registry has no committee ${code} that is counted.`);
    if (span.successorCode === null || span.validTo === null || span.validTo >= day) return code;
    return this.standingOn(span.successorCode, day);
  }

  /** Codes under the present boundaries, in order. */
  get present(): readonly string[] {
    return [...this.#groups.keys()].toSorted();
  }

  /** The committees that one of the present boundaries was made of and itself, in order; alone when it was not. */
  partsOf(present: string): readonly CommitteeSpan[] {
    return (this.#groups.get(present) ?? []).toSorted((one, other) => (one.code < other.code ? -1 : 1));
  }
}

/** Whether a committee stood on some day of some years, named as `2014` or `2014-2015`. */
export function stoodIn({ validFrom, validTo }: CommitteeSpan, years: string): boolean {
  const [first, last] = [years.slice(0, 4), years.slice(-4)];
  return validFrom <= `${last}-12-31` && (validTo === null || validTo >= `${first}-01-01`);
}
