import type { Insertable } from "kysely";
import type { ForeignMinistryTables } from "../../subgraphs/foreign-ministry/tables.ts";
import { hostCountries } from "./countries.ts";
import type { ProvincialCommitteesTables } from "../../subgraphs/provincial-committees/tables.ts";
import { dayText } from "./days.ts";
import { homeCommittees } from "./home-committees.ts";
import { opaqueId } from "./identifiers.ts";
import type { Nation } from "./nation.ts";
import { randomOf, streams, weighted } from "./random.ts";
import { today } from "./today.ts";

/** One request for the confirmation of a record abroad for so many departures. */
const DEPARTURES_PER_REQUEST = 40;
/** Requests of the last three years are kept. */
const LOOK_BACK_DAYS = 1_095;

/** That letters came and were answered; never about whom or what. */
export function* verificationRows({
  seed,
  departures,
}: Nation): Generator<Insertable<ForeignMinistryTables["verification_request"]>> {
  const codes = [...homeCommittees.values()];
  for (let number = 0; number < departures / DEPARTURES_PER_REQUEST; number++) {
    const random = randomOf(seed, streams.verification, number);
    const { code, origins, originsValidTo } = random.pick(codes);
    const requestedOn = today - random.integer(0, LOOK_BACK_DAYS);
    const receivedOn = requestedOn + random.integer(2, 12);
    const repliedOn = receivedOn + random.integer(15, 90);
    const isBeforeReform = originsValidTo !== null && dayText(requestedOn) <= originsValidTo;
    if (receivedOn > today) continue;
    yield {
      id: opaqueId("vr", 0, number),
      requested_by: isBeforeReform ? random.pick(origins) : code,
      country_code: random.pick(hostCountries).code,
      letter_number: `${(number % 900) + 1}-CV/BTC`,
      requested_on: dayText(requestedOn),
      received_on: dayText(receivedOn),
      replied_on: repliedOn > today ? null : dayText(repliedOn),
      outcome: repliedOn > today ? null : OUTCOMES(random),
      is_synthetic: true,
    };
  }
}

/** The same letters as those committees keep them that asked; one of a province that was merged is its successor's. */
export function* verificationLetterRows(
  nation: Nation,
  committees: readonly string[],
): Generator<Insertable<ProvincialCommitteesTables["verification_letter"]>> {
  const successors = new Map(
    [...homeCommittees.values()].flatMap(({ code, origins }) => origins.map((origin) => [origin, code] as const)),
  );
  for (const row of verificationRows(nation)) {
    const committee = homeCommittees.has(row.requested_by) ? row.requested_by : successors.get(row.requested_by);
    if (committee === undefined || !committees.includes(committee)) continue;
    yield {
      id: row.id,
      committee_code: committee,
      country_code: row.country_code,
      letter_number: row.letter_number,
      requested_on: row.requested_on,
      replied_on: row.replied_on ?? null,
      outcome: row.outcome ?? null,
      is_synthetic: true,
    };
  }
}

const OUTCOMES = weighted<"CONFIRMED" | "NOT_CONFIRMED" | "RETURNED">([
  ["CONFIRMED", 82],
  ["NOT_CONFIRMED", 10],
  ["RETURNED", 8],
]);
