import { useSyncExternalStore } from "react";
import type { CostExtensions } from "../../cost/cost-account.ts";

/** What the hub said of the last operation that was run, beside its data. */
export interface Figures extends CostExtensions {
  /** The operation's text. */
  readonly query: string;
}

let latest: Figures | undefined;
const listeners = new Set<() => void>();

/** Keeps what the hub said of an operation until the next one is run. */
export function keepFigures(figures: Figures | undefined): void {
  latest = figures;
  for (const listener of listeners) listener();
}

/** What the hub said of the last operation that was run; undefined before the first. */
export const useFigures = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => latest,
  );
