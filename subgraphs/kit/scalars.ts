import { GraphQLScalarType, Kind } from "graphql";
import { refuse } from "#kit/errors.ts";

/** A calendar day, `2024-09-15`, without time or zone: what DATE columns hold, so it passes through untouched. */
export const CalendarDay = new GraphQLScalarType<string, string>({
  name: "CalendarDay",
  serialize: (value) => calendarDay(value),
  parseValue: (value) => calendarDay(value),
  parseLiteral: (node) => calendarDay(node.kind === Kind.STRING ? node.value : undefined),
});

function calendarDay(value: unknown): string {
  // PostgreSQL knows no year 0.
  if (typeof value === "string" && /^(?!0000)\d{4}-\d{2}-\d{2}$/.test(value)) {
    const midnight = new Date(`${value}T00:00:00Z`);
    if (!Number.isNaN(midnight.valueOf()) && midnight.toISOString().startsWith(value)) return value;
  }
  throw refuse("INPUT_MALFORMED", "A CalendarDay is a day that exists, written as YYYY-MM-DD.");
}
