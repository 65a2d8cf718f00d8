/** Tells whoever makes a call that nobody waits for its answer any more. An `AbortSignal` is one. */
export interface CallSignal {
  readonly aborted: boolean;
  addEventListener(type: "abort", listener: () => void): void;
}

/** A signal that costs next to nothing as long as nobody hangs up. */
export class HangUp implements CallSignal {
  aborted = false;
  readonly #listeners: (() => void)[] = [];

  /** Listeners are called once; one that comes too late is never called. */
  addEventListener(_: "abort", listener: () => void): void {
    this.#listeners.push(listener);
  }

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    for (const listener of this.#listeners.splice(0)) listener();
  }
}
