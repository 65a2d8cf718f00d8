import type { MoveKind, StayPurpose } from "../../subgraphs/foreign-ministry/stay-vocabulary.ts";
import { hostCountries, type HostCountry } from "./countries.ts";
import { weighted, type Random } from "./random.ts";
import type { StayPlan, StayTrouble } from "./stay-paths.ts";


/** Draws what a stay is for, where and how long. The shares are invented and must not be read as figures. */
export function drawStayPlan(random: Random, monthsMax: number): StayPlan {
  const purpose = PURPOSES(random);
  const country = countryFor(random, purpose);
  const months = Math.min(lengthOf(random, purpose), monthsMax < 1 ? 0.5 : Math.floor(monthsMax));
  const moveKind = moveKindOf(random, purpose, country, months);
  const onwardCountry = onwardFrom(random, country);
  return { purpose, country, onwardCountry, months, moveKind, trouble: troubleOf(random, moveKind, months) };
}

/** The host country of a code that is known to be there. */
export function hostCountry(code: string): HostCountry {
  const country = hostCountries.find((candidate) => candidate.code === code);
  if (!country) throw new Error(`The synthetic nation has no host country ${code}.`);
  return country;
}

/** Whether members there are guided singly, because no Party organization is old enough to receive them. */
const isWithoutOrganization = ({ cells, newCellOn }: HostCountry) => cells === 0 || newCellOn !== null;

const PURPOSES = weighted<StayPurpose>([
  ["WORK", 22],
  ["STUDY", 24],
  ["LABOUR", 28],
  ["FAMILY_VISIT", 12],
  ["MEDICAL_TREATMENT", 3],
  ["PRIVATE", 11],
]);

const countryFor = (random: Random, purpose: StayPurpose) =>
  purpose === "WORK" || purpose === "STUDY" || purpose === "LABOUR"
    ? COUNTRIES[purpose](random)
    : COUNTRIES.OTHER(random);

const COUNTRIES = {
  WORK: weighted(hostCountries.map((country) => [country, country.weights.work])),
  STUDY: weighted(hostCountries.map((country) => [country, country.weights.study])),
  LABOUR: weighted(hostCountries.map((country) => [country, country.weights.labour])),
  OTHER: weighted(hostCountries.map((country) => [country, country.weights.other])),
};

/** Where a member may move on to: a large neighbour in the table with an organization of long standing. */
function onwardFrom(random: Random, country: HostCountry): HostCountry {
  const others = hostCountries.filter(({ cells, code }) => cells >= 8 && code !== country.code);
  return random.pick(others);
}

/** Months; a half stands for a stay of two weeks. */
function lengthOf(random: Random, purpose: StayPurpose): number {
  switch (purpose) {
    case "WORK":
      return random.chance(0.3) ? random.integer(1, 11) : random.pick([24, 36, 36, 36, 42]);
    case "STUDY":
      return random.chance(0.2) ? random.integer(3, 11) : random.pick([12, 18, 24, 24, 36, 48, 54]);
    case "LABOUR":
      return random.pick([12, 24, 36, 36, 36, 48, 58]);
    case "MEDICAL_TREATMENT":
      return random.pick([0.5, 1, 2, 3, 4, 6]);
    default:
      return random.chance(0.75) ? random.pick([0.5, 0.5, 1, 2]) : random.integer(3, 8);
  }
}

/** The rule table of the procedures: half-open ranges of months, and no transfer for private reasons. */
function moveKindOf(random: Random, purpose: StayPurpose, country: HostCountry, months: number): MoveKind {
  if (months < 1) return "REPORT_ONLY";
  if (months < 3) return random.chance(0.2) ? "GROUP_CELL" : "REPORT_ONLY";
  if (purpose === "PRIVATE") return "EXEMPTION";
  if (isWithoutOrganization(country)) return months < 12 ? "EXEMPTION" : "SINGLE_GUIDANCE";
  return months < 12 ? "TEMPORARY_TRANSFER" : "OFFICIAL_TRANSFER";
}

function troubleOf(random: Random, moveKind: MoveKind, months: number): StayTrouble {
  const trouble = TROUBLES(random);
  if (trouble === null || trouble === "REFUSED" || trouble === "CANCELLED") return trouble;
  if (moveKind === "REPORT_ONLY" || moveKind === "GROUP_CELL" || moveKind === "EXEMPTION") return null;
  // Shorter stays would end before the trouble is over.
  if (months < 9 || (trouble === "MOVED" && moveKind === "SINGLE_GUIDANCE")) return null;
  // An extension by a quarter would take a temporary stay past its twelve months.
  if (trouble === "EXTENDED" && moveKind === "TEMPORARY_TRANSFER" && months > 9) return null;
  return trouble;
}

const TROUBLES = weighted<StayTrouble>([
  [null, 78],
  ["REFUSED", 1.5],
  ["CANCELLED", 2],
  ["WITHDRAWN", 1],
  ["REJECTED", 0.7],
  ["LATE", 2],
  ["LOST", 0.6],
  ["FILE_RETURNED", 1.5],
  ["EXTENDED", 8],
  ["MOVED", 2],
  ["LATE_RETURN", 2.7],
]);
