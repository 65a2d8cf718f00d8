import { isCalendarDay } from "#contract/calendar-day.ts";
import {
  getNamedType,
  GraphQLError,
  isScalarType,
  Kind,
  type DocumentNode,
  type GraphQLSchema,
  type GraphQLType,
} from "graphql";
import { HUB, readFeatures } from "../authorization/features.ts";

/** Under which name a scalar keeps how its values are spelt; no schema file can say it of another scalar. */
const SPELLING = "spelling";

/**
 * Lets the schema of a supergraph refuse values that are no days, where it has the scalar that all agencies of the hub
 * share: they are faults of the request as a whole, told before anybody is asked, with how a day is spelt and without
 * the value, which may be personal. Left to an agency they would cost every field that is asked of it at once,
 * whatever values that has. What other scalars hold is their agencies' to judge, and so is a scalar of that name in a
 * graph that does not follow the hub's specification.
 */
export function tellDays(schema: GraphQLSchema, document: DocumentNode): GraphQLSchema {
  const day = schema.getType("CalendarDay");
  if (!isScalarType(day) || !readFeatures(document).some(({ identity }) => identity === HUB)) return schema;
  day.extensions = { ...day.extensions, [SPELLING]: "YYYY-MM-DD" };
  day.parseValue = (value) => (isCalendarDay(value) ? value : undefined);
  day.parseLiteral = (node) => {
    if (node.kind === Kind.STRING && isCalendarDay(node.value)) return node.value;
    throw new GraphQLError(`Expected value of type "${day.name}"${spellingOf(day)}.`, { nodes: node });
  };
  return schema;
}

/** ` (written YYYY-MM-DD)` behind the name of a type whose values, or items, are spelt so; else empty. */
export function spellingOf(type: GraphQLType): string {
  const spelling = getNamedType(type).extensions[SPELLING];
  return typeof spelling === "string" ? ` (written ${spelling})` : "";
}
