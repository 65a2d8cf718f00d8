import { isCalendarDay } from "./calendar-day.ts";

/** Tells whether a value has a form; what it accepts, it accepts as it is. */
export interface Shape<Value> {
  /** Why the value is refused, with the place within it; null when it is right. */
  readonly fault: (value: unknown, place: string) => string | null;
  /** Never present: what the shape stands for in types. */
  readonly of?: Value;
}

/** What a shape accepts. */
export type ValueOf<Its> = Its extends Shape<infer Value> ? Value : never;

const shape = <Value>(expected: string, accepts: (value: unknown) => boolean): Shape<Value> => ({
  fault: (value, place) => (accepts(value) ? null : `${place} must be ${expected}`),
});

/** A text of 1 to `lengthMax` characters. */
export const text = (lengthMax: number): Shape<string> =>
  shape(`a text of 1 to ${lengthMax} characters`, (value) =>
    typeof value === "string" && value.length > 0 && value.length <= lengthMax,
  );

/** An opaque id, or a code. */
export const id: Shape<string> = shape("an id", (value) => typeof value === "string" && /^[\w./-]{1,80}$/.test(value));

/** A calendar day that exists, `YYYY-MM-DD`. */
export const day: Shape<string> = shape("a day", isCalendarDay);

/** A whole number from 0. */
export const count: Shape<number> = shape(
  "a whole number from 0",
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);

/** True or false. */
export const flag: Shape<boolean> = shape("true or false", (value) => typeof value === "boolean");

/** One of a closed list. */
export const oneOf = <const Value extends string>(values: readonly Value[]): Shape<Value> =>
  shape("one of its list", (value) => (values as readonly unknown[]).includes(value));

/** The value or null. Never absent: what is not said is said to be not said. */
export const nullable = <Value>(inner: Shape<Value>): Shape<Value | null> => ({
  fault: (value, place) => (value === null ? null : inner.fault(value, place)),
});

/** A list of at most `itemsMax`. */
export const listOf = <Value>(inner: Shape<Value>, itemsMax: number): Shape<readonly Value[]> => ({
  fault: (value, place) => {
    if (!Array.isArray(value) || value.length > itemsMax) return `${place} must be a list of at most ${itemsMax}`;
    return firstFault(value.map((item, index) => () => inner.fault(item, `${place}[${index}]`)));
  },
});

/** An object of exactly these properties. One more is refused: what nobody checked, nobody may rely on. */
export const record = <const Properties extends Readonly<Record<string, Shape<unknown>>>>(
  properties: Properties,
): Shape<{ readonly [Name in keyof Properties]: ValueOf<Properties[Name]> }> => ({
  fault: (value, place) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return `${place} must be an object`;
    const stranger = Object.keys(value).find((name) => !Object.hasOwn(properties, name));
    if (stranger !== undefined) return `${place} has a property that is not known`;
    return firstFault(
      Object.entries(properties).map(([name, inner]) => () =>
        inner.fault((value as Record<string, unknown>)[name], `${place}.${name}`),
      ),
    );
  },
});

function firstFault(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const fault = check();
    if (fault !== null) return fault;
  }
  return null;
}
