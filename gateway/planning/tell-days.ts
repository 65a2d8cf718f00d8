import { isCalendarDay } from "#contract/calendar-day.ts";
import { isScalarType, Kind, type DocumentNode, type GraphQLSchema } from "graphql";
import { HUB, readFeatures } from "../authorization/features.ts";

/**
 * Lets the schema of a supergraph refuse values that are no days, where it has the scalar that all agencies of the hub
 * share: they are faults of the request as a whole, told before anybody is asked. Left to an agency they would cost
 * every field that is asked of it at once, whatever values that has. What other scalars hold is their agencies' to
 * judge, and so is a scalar of that name in a graph that does not follow the hub's specification.
 */
export function tellDays(schema: GraphQLSchema, document: DocumentNode): GraphQLSchema {
  const day = schema.getType("CalendarDay");
  if (!isScalarType(day) || !readFeatures(document).some(({ identity }) => identity === HUB)) return schema;
  day.parseValue = (value) => (isCalendarDay(value) ? value : undefined);
  day.parseLiteral = (node) => (node.kind === Kind.STRING && isCalendarDay(node.value) ? node.value : undefined);
  return schema;
}
