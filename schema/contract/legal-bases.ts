/** What a regulation is about, as far as a case can be decided under it. */
export type LegalTopic = "CHARTER" | "CHARTER_GUIDANCE" | "MEMBERS_ABROAD" | "FORMS";

interface LegalBasis {
  readonly code: string;
  readonly topic: LegalTopic;
  readonly validFrom: string;
  /** Inclusive; null while it holds. */
  readonly validTo: string | null;
}

const basis = (topic: LegalTopic, code: string, validFrom: string, validTo: string | null = null): LegalBasis => ({
  code,
  topic,
  validFrom,
  validTo,
});

/** The Commission's register as far as agencies decide by it; a test holds that both are the same. */
export const legalBases: readonly LegalBasis[] = [
  basis("MEMBERS_ABROAD", "QD-17", "1996-12-10", "2014-02-06"),
  basis("MEMBERS_ABROAD", "QD-228", "2014-02-07", "2022-10-27"),
  basis("MEMBERS_ABROAD", "QD-86", "2022-10-28"),
  basis("MEMBERS_ABROAD", "HD-30", "2025-04-23"),
  basis("CHARTER", "QD-45", "2011-11-01", "2016-07-24"),
  basis("CHARTER", "QD-29", "2016-07-25", "2021-07-29"),
  basis("CHARTER", "QD-24", "2021-07-30", "2025-01-19"),
  basis("CHARTER", "QD-232", "2025-01-20", "2025-06-30"),
  basis("CHARTER", "QD-294", "2025-07-01"),
  basis("CHARTER_GUIDANCE", "HD-01-2016", "2016-09-20", "2021-09-27"),
  basis("CHARTER_GUIDANCE", "HD-01-2021", "2021-09-28"),
  basis("FORMS", "HD-12-2012", "2012-05-17", "2017-06-04"),
  basis("FORMS", "HD-09-2017", "2017-06-05", "2022-01-17"),
  basis("FORMS", "HD-12-2022", "2022-01-18"),
];

/**
 * Code of the rule on a topic that held on a day, `YYYY-MM-DD`; where guidance stands beside its regulation, the
 * regulation. Null before the first one.
 */
export const legalBasisOn = (topic: LegalTopic, day: string): string | null =>
  legalBases.find(
    ({ topic: its, validFrom, validTo }) => its === topic && validFrom <= day && (validTo === null || day <= validTo),
  )?.code ?? null;
