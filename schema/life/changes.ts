import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { parse, validate, type GraphQLSchema } from "graphql";
import { deprecationOf } from "./deprecation.ts";
import { isLeftBehind } from "./left-behind.ts";

/** Whether a client that worked before may stop working: surely, perhaps, or not. */
export type ChangeLevel = "breaking" | "dangerous" | "safe";

/** One difference between two states of the graph. */
export interface SchemaChange {
  readonly level: ChangeLevel;
  /** The element that changed, `Type.field.argument`. */
  readonly coordinate: string;
  /** A sentence. */
  readonly message: string;
  /**
   * Whether the older state had said that the element would go, and by `today` its time was over; of a type, that
   * everything that led to it would.
   */
  readonly isAnnounced: boolean;
}

/** An operation that clients send, with a name for the report. */
export interface NamedOperation {
  readonly name: string;
  readonly text: string;
}

const LEVELS: Readonly<Record<CriticalityLevel, ChangeLevel>> = {
  [CriticalityLevel.Breaking]: "breaking",
  [CriticalityLevel.Dangerous]: "dangerous",
  [CriticalityLevel.NonBreaking]: "safe",
};

/** What changed from one state of the graph to another, wording aside; breaking changes first, then by coordinate. */
export async function changesBetween(
  older: GraphQLSchema,
  newer: GraphQLSchema,
  today: string,
): Promise<readonly SchemaChange[]> {
  const order: readonly ChangeLevel[] = ["breaking", "dangerous", "safe"];
  const differences = (await diff(older, newer)).filter(({ type }) => !type.includes("DESCRIPTION"));
  const changes = differences.map(({ criticality, path, message }) => {
    const coordinate = path ?? "";
    return {
      level: LEVELS[criticality.level],
      coordinate,
      message: message.endsWith(".") ? message : `${message}.`,
      isAnnounced: older.getType(coordinate)
        ? isLeftBehind(older, coordinate, (place) => isOver(older, place, today))
        : isOver(older, coordinate, today),
    };
  });
  return changes.toSorted(
    (a, b) =>
      order.indexOf(a.level) - order.indexOf(b.level) ||
      a.coordinate.localeCompare(b.coordinate, "en") ||
      a.message.localeCompare(b.message, "en"),
  );
}

function isOver(schema: GraphQLSchema, coordinate: string, today: string): boolean {
  const until = deprecationOf(schema, coordinate)?.until;
  return until !== undefined && until < today;
}

/** Which operations do not fit the graph, each with the first reason. */
export const brokenOperations = (
  operations: readonly NamedOperation[],
  schema: GraphQLSchema,
): readonly { readonly name: string; readonly reason: string }[] =>
  operations.flatMap(({ name, text }) => {
    const [error] = validate(schema, parse(text), undefined, { maxErrors: 1 });
    return error ? [{ name, reason: error.message }] : [];
  });
