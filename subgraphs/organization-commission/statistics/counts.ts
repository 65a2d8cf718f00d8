/** Below this many a figure is small: it could lead to a person. Zero is small too, so that a gap says nothing. */
export const SMALL_BELOW = 5;

/** What is counted. Departures and returns are journeys (lượt) and not persons; who is abroad now is a person. */
export type Topic = "DEPARTURE" | "RETURN" | "ABROAD" | "LATE_TRANSFER" | "ORGANIZATION_ABROAD";

/**
 * By what a count is taken besides its period; FORMER_COMMITTEE is the committee under the boundaries before July
 * 2025.
 */
export type Dimension = "NATION" | "PURPOSE" | "COUNTRY" | "COMMITTEE" | "FORMER_COMMITTEE" | "DEADLINE";

/**
 * One figure as an agency counts it. `period` is a year; for journeys by committee a half of it, `2025-1`; for those
 * abroad how their Party activities are arranged; for organizations the kind of cell.
 */
export interface Count {
  readonly topic: Topic;
  readonly dimension: Dimension;
  readonly code: string;
  readonly period: string;
  readonly count: number;
}

/** A figure of a release. An empty `period` stands for all periods; a hidden value never leaves the Commission. */
export interface Figure {
  readonly topic: Topic;
  readonly dimension: Dimension;
  readonly code: string;
  readonly period: string;
  readonly value: number;
  readonly isHidden: boolean;
}

/** Names one figure among those of a release. */
export const figureKey = ({ topic, dimension, code, period }: Omit<Figure, "value" | "isHidden">): string =>
  `${topic} ${dimension} ${code} ${period}`;
