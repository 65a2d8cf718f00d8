import type { ActorKind } from "./vocabulary.ts";
import type { LifecycleRow, Side } from "./lifecycle.ts";

type Details<State extends string, Act extends string> = Pick<LifecycleRow<State, Act>, "text"> &
  Partial<Pick<LifecycleRow<State, Act>, "guards" | "documents" | "deadline" | "starts" | "legalBasis">>;

/** Writers of rows on and off the way that a case is meant to take, under one rule unless a row names another. */
export function rowsOf<State extends string, Act extends string>(legalBasis: LifecycleRow<State, Act>["legalBasis"]) {
  const writer =
    (isExpected: boolean) =>
    (
      act: Act,
      from: readonly State[],
      to: State,
      side: Side,
      by: readonly ActorKind[],
      details: Details<State, Act>,
    ): LifecycleRow<State, Act> => ({
      act,
      from,
      to,
      side,
      by,
      isExpected,
      guards: [],
      documents: [],
      deadline: null,
      starts: null,
      legalBasis,
      ...details,
    });
  return { expected: writer(true), otherwise: writer(false) };
}
