import { GraphQLScalarType } from "graphql";

/** An instant in UTC, `2024-09-15T03:30:00.000Z`; it is only ever answered. */
export const Instant = new GraphQLScalarType<never, string>({
  name: "Instant",
  serialize: (value) => (value as Date).toISOString(),
});
