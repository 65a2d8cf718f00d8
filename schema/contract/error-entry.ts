/** Who an outcome is to be laid to: the request, which may also ask too much, an agency, or the hub itself. */
type ErrorKind = "request" | "limit" | "agency" | "hub";

/** What is said of a code wherever it is met. */
export interface ErrorEntry {
  readonly kind: ErrorKind;
  /** HTTP status when the whole request fails with this code. */
  readonly status: number;
  readonly en: string;
  readonly vi: string;
}

/** An entry of the list of codes. */
export function entry(kind: ErrorKind, status: number, en: string, vi: string): ErrorEntry {
  return { kind, status, en, vi };
}
