import { ActRefused } from "#kit/act-outcome.ts";

/** What nobody sees, or what shows a text in another order than it is written; line breaks and tabs may be kept. */
const UNSEEN = /(?![\n\r\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/u;

/**
 * A text that may be kept: without blanks around it, from 1 to `lengthMax` characters, all of which can be seen, and
 * composed, so that what looks alike is equal.
 * @throws ActRefused naming the field, with TEXT_EMPTY, TEXT_TOO_LONG or TEXT_UNSEEN
 */
export function requireText(field: string, text: string, lengthMax: number): string {
  const kept = text.trim().normalize("NFC");
  if (kept.length === 0) throw refused(field, "TEXT_EMPTY", `${field} must not be empty.`);
  if (kept.length > lengthMax) throw refused(field, "TEXT_TOO_LONG", `${field} has at most ${lengthMax} characters.`);
  if (!UNSEEN.test(kept)) return kept;
  throw refused(field, "TEXT_UNSEEN", `${field} has characters that cannot be seen; type it instead of pasting it.`);
}

/** Blanks of any kind, line breaks among them. */
const BLANKS = /[\p{Z}\t\n\r]+/gu;

/** A text of one line, such as a number or a name: as `requireText` keeps it, with one space for the blanks within. */
export const requireLine = (field: string, text: string, lengthMax: number): string =>
  requireText(field, text.replaceAll(BLANKS, " "), lengthMax);

const refused = (field: string, code: string, message: string) =>
  new ActRefused({ kind: "input-refused", field, code, message });
