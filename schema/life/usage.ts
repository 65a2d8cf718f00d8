import type { GraphQLSchema } from "graphql";
import { deprecations, elementAt } from "./deprecation.ts";

/** How often one deprecated element was used on one day by one operation, as gateways count it. */
export interface ElementUse {
  /** `Type.field`, `Type.field.argument`, `Enum.VALUE` or `Input.field`. */
  readonly element: string;
  /** Name of the registered operation; empty for documents that are not registered. */
  readonly operation: string;
  /** UTC, `YYYY-MM-DD`. */
  readonly day: string;
  readonly uses: number;
}

/** What whoever decides on the removal of an element wants to know. */
export interface ElementUsage {
  readonly element: string;
  /** `YYYY-MM-DD`. */
  readonly deprecatedSince: string;
  /** Null when no use is known. */
  readonly lastUsedOn: string | null;
  /** In the last days that count. */
  readonly uses: number;
  /** Registered operations that used it in those days, by name; empty text for documents that are not registered. */
  readonly operations: readonly string[];
}

/** Days in which a use keeps an element from being removed. */
export const USE_DAYS = 30;

/** Every deprecated element of the graph with its uses, in the graph's order. */
export function usageOf(schema: GraphQLSchema, uses: readonly ElementUse[], today: string): readonly ElementUsage[] {
  const first = firstDay(today);
  return [...deprecations(schema)].map(([element, ending]) => {
    const own = uses.filter((use) => use.element === element);
    const recent = own.filter(({ day }) => day >= first);
    return {
      element,
      deprecatedSince: ending?.since ?? "",
      lastUsedOn:
        own
          .map(({ day }) => day)
          .toSorted()
          .at(-1) ?? null,
      uses: recent.reduce((sum, use) => sum + use.uses, 0),
      operations: [...new Set(recent.map(({ operation }) => operation))].toSorted(),
    };
  });
}

/** What the graph no longer has though it was used in the last days, one sentence for each element. */
export function removedInUse(schema: GraphQLSchema, uses: readonly ElementUse[], today: string): readonly string[] {
  const first = firstDay(today);
  const recent = uses.filter(({ element, day }) => day >= first && !elementAt(schema, element));
  return Object.entries(Object.groupBy(recent, ({ element }) => element)).map(([element, own = []]) => {
    const count = own.reduce((sum, use) => sum + use.uses, 0);
    const last = own
      .map(({ day }) => day)
      .toSorted()
      .at(-1);
    const by = [...new Set(own.map(({ operation }) => operation || UNREGISTERED))].toSorted().join(", ");
    return `${element} was used ${count} times in the last ${USE_DAYS} days, last on ${last}, by ${by}.`;
  });
}

/** How people are told of documents that are not registered. */
export const UNREGISTERED = "documents that are not registered";

function firstDay(today: string): string {
  const day = new Date(`${today}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - USE_DAYS + 1);
  return day.toISOString().slice(0, 10);
}
