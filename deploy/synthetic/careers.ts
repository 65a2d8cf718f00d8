import { addYears, dayNumber, type DayNumber } from "./days.ts";
import type { Random } from "./random.ts";
import { today } from "./today.ts";

/** The days of a life in the Party. */
export interface Career {
  readonly bornOn: DayNumber;
  readonly admissionDecidedOn: DayNumber;
  readonly admittedOn: DayNumber;
  /** Null for probationary members. */
  readonly officialOn: DayNumber | null;
}

/** Years since admission that leave room for so many departures one after the other. */
const SENIORITY_YEARS_MIN = [1.2, 1.5, 6, 9];

/** Draws the days of a member with a number of departures; probation lasts at least twelve months. */
export function drawCareer(
  random: Random,
  departures: number,
  scripted: { readonly isProbationary: boolean } | undefined,
): Career {
  const isProbationary = scripted?.isProbationary ?? (departures <= 1 && random.chance(0.037));
  const admittedOn =
    today - (isProbationary ? probation(random, departures) : seniority(random, departures, scripted !== undefined));
  const admissionDecidedOn = admittedOn - random.integer(5, 40);
  // The people of the stories are as young as those who study and work abroad mostly are.
  const ageYears = 18 + Math.floor((scripted ? 5 : 27) * Math.pow(random.fraction(), 1.8));
  const bornOn = addYears(admissionDecidedOn, -ageYears) - random.integer(1, 364);
  const decisionDelay = random.chance(0.15) ? random.integer(1, 60) : 0;
  return {
    bornOn,
    admissionDecidedOn,
    admittedOn,
    officialOn: isProbationary ? null : addYears(admittedOn, 1) + decisionDelay,
  };
}

/** Days since admission; those who left meanwhile were admitted long enough ago to have arrived. */
const probation = (random: Random, departures: number) =>
  departures > 0 ? random.integer(290, 360) : random.integer(10, 360);

function seniority(random: Random, departures: number, isScripted: boolean): number {
  if (isScripted) return random.integer(8 * 365, 16 * 365);
  const least = SENIORITY_YEARS_MIN[departures] ?? 9;
  // Those who go abroad are younger than the rest.
  const years = departures > 0 ? 24 * Math.pow(random.fraction(), 1.3) : 47 * Math.pow(random.fraction(), 1.6);
  return Math.round((least + years) * 365.25) + 20;
}

/** A membership card as far as it concerns a member. */
export interface Cards {
  readonly hasOld: boolean;
  readonly hasNew: boolean;
  /** The first card ever; null while the member has none. */
  readonly firstIssuedOn: DayNumber | null;
  /** The card now held. */
  readonly issuedOn: DayNumber | null;
}

/** The exchange of 2025 began before National Day and is nearly over. */
const EXCHANGE_BEGAN_ON = dayNumber("2025-09-01");

/** Only official members hold cards; most had the old one exchanged. */
export function drawCards(random: Random, officialOn: DayNumber | null): Cards {
  const delay = random.integer(20, 90);
  const exchangedOn = EXCHANGE_BEGAN_ON + random.integer(0, 240);
  const isExchanged = random.chance(0.93);
  // No card is older than the exchange of 2003 to 2005.
  const firstIssuedOn = officialOn === null ? null : Math.max(officialOn + delay, dayNumber("2003-09-02") + delay);
  if (firstIssuedOn === null || firstIssuedOn > today)
    return { hasOld: false, hasNew: false, firstIssuedOn: null, issuedOn: null };
  if (firstIssuedOn >= EXCHANGE_BEGAN_ON)
    return { hasOld: false, hasNew: true, firstIssuedOn, issuedOn: firstIssuedOn };
  return { hasOld: true, hasNew: isExchanged, firstIssuedOn, issuedOn: isExchanged ? exchangedOn : firstIssuedOn };
}
