import type { GraphQLSchema } from "graphql";
import { brokenOperations, changesBetween, type NamedOperation, type SchemaChange } from "./changes.ts";
import type { Release } from "./releases.ts";
import { removedInUse, type ElementUse } from "./usage.ts";

/** What a change of the graph is held against. */
export interface ChangeBasis {
  /** Undefined before the first release. */
  readonly last: Release | undefined;
  readonly operations: readonly NamedOperation[];
  /** What the gateways counted; undefined where that is not at hand. */
  readonly uses: readonly ElementUse[] | undefined;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** What changed since the last release, and sentences on why that must not be released: none when it may. */
export interface ChangeCheck {
  readonly changes: readonly SchemaChange[];
  readonly problems: readonly string[];
}

/** Checks what changed since the last release: announced in time, fitting the registered operations, no longer used. */
export async function checkChanges(
  schema: GraphQLSchema,
  { last, operations, uses = [], today }: ChangeBasis,
): Promise<ChangeCheck> {
  const changes = last ? await changesBetween(last.schema, schema, today) : [];
  const problems = [
    ...changes
      .filter(({ level, isAnnounced }) => level === "breaking" && !isAnnounced)
      .map(({ message }) => `Not announced, or too early: ${message}`),
    ...brokenOperations(operations, schema).map(
      ({ name, reason }) => `The operation ${name} no longer fits: ${reason}`,
    ),
    ...removedInUse(schema, uses, today).map((sentence) => `Still in use: ${sentence}`),
  ];
  return { changes, problems };
}
