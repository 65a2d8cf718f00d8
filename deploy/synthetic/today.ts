import { dayNumber, type DayNumber } from "./days.ts";

/** The day on which the synthetic data stand. It is fixed, so that the same seed gives the same rows in any year. */
export const today: DayNumber = dayNumber("2026-06-30");

/** The day of Regulation 228, since which departures are counted. */
export const departuresSince: DayNumber = dayNumber("2014-02-07");
