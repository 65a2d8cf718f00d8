import { GraphQLScalarType, Kind } from "graphql";
import { isCalendarDay } from "#contract/calendar-day.ts";
import { refuse } from "#kit/errors.ts";

/** A calendar day, `2024-09-15`, without time or zone: what DATE columns hold, so it passes through untouched. */
export const CalendarDay = new GraphQLScalarType<string, string>({
  name: "CalendarDay",
  serialize: (value) => calendarDay(value),
  parseValue: (value) => calendarDay(value),
  parseLiteral: (node) => calendarDay(node.kind === Kind.STRING ? node.value : undefined),
});

function calendarDay(value: unknown): string {
  if (isCalendarDay(value)) return value;
  throw refuse("INPUT_MALFORMED", "A CalendarDay is a day that exists, written as YYYY-MM-DD.");
}
