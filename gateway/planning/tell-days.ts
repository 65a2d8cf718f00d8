import { isCalendarDay } from "#contract/calendar-day.ts";
import { isScalarType, Kind, type GraphQLSchema } from "graphql";

/**
 * Lets a schema refuse values that are no days, where it has the scalar that all agencies share: they are faults of the
 * request as a whole, told before anybody is asked. Left to an agency they would cost every field that is asked of it
 * at once, whatever values that has. What other scalars hold is their agencies' to judge.
 */
export function tellDays(schema: GraphQLSchema): GraphQLSchema {
  const day = schema.getType("CalendarDay");
  if (!isScalarType(day)) return schema;
  day.parseValue = (value) => (isCalendarDay(value) ? value : undefined);
  day.parseLiteral = (node) => (node.kind === Kind.STRING && isCalendarDay(node.value) ? node.value : undefined);
  return schema;
}
