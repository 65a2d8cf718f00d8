/**
 * Where each process of an agency that takes acts says, to a signed `POST` of the hub, whether anything has changed:
 * `{ "mark": "…" }`, another text after each change. It tells nothing of what has changed.
 */
export const CHANGES_PATH = "/changes";
