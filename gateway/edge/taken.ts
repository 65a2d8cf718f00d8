import type { ServerResponse } from "node:http";

/** Resolves when a client has taken what was written to it as far as there is room for more, or has gone. */
export const taken = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    if (response.destroyed || !response.writableNeedDrain) return resolve();
    // A stream waits many times: what it no longer listens for would pile up.
    const go = () => {
      response.off("drain", go).off("close", go);
      resolve();
    };
    response.on("drain", go).on("close", go);
  });
