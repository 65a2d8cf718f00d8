import type { Requirement } from "./requirements.ts";

/**
 * How sensitive a datum is, mildest first: open to everybody, for agencies, about a person, sensitive by law
 * (Decree 356/2025), and state secrets, which the hub never serves.
 */
export const dataClasses = ["PUBLIC", "INTERNAL", "PERSONAL", "SENSITIVE", "NOT_SERVED"] as const;

/** One of the classes. */
export type DataClass = (typeof dataClasses)[number];

/** The stricter of two classes: the one that holds where agencies disagree. */
export const stricter = (one: DataClass, other: DataClass): DataClass =>
  dataClasses.indexOf(one) > dataClasses.indexOf(other) ? one : other;

const ABOUT_PEOPLE: readonly Requirement[] = [{ kind: "authenticated" }, { kind: "purpose" }];

/** What a class asks for by itself, whatever other rules a place carries. */
export const requirementsOfClass: Readonly<Record<DataClass, readonly Requirement[]>> = {
  PUBLIC: [],
  INTERNAL: [{ kind: "authenticated" }],
  PERSONAL: ABOUT_PEOPLE,
  SENSITIVE: ABOUT_PEOPLE,
  NOT_SERVED: [{ kind: "never" }],
};
