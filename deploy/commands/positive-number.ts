import { InvalidArgumentError } from "commander";

/** Reads an option that is a number above 0, a fraction too. */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError("It must be a number above 0.");
}
