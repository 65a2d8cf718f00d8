import { inputRefused } from "./acts.ts";

/**
 * A text that may be kept: without blanks around it, from 1 to `lengthMax` characters.
 * @throws ActRefused naming the field
 */
export function requireText(field: string, text: string, lengthMax: number): string {
  const trimmed = text.trim();
  if (trimmed.length === 0) throw inputRefused(field, "TEXT_EMPTY", `${field} must not be empty.`);
  if (trimmed.length > lengthMax)
    throw inputRefused(field, "TEXT_TOO_LONG", `${field} has at most ${lengthMax} characters.`);
  return trimmed;
}
