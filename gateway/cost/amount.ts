/** Values of an operation's variables after coercion, defaults filled in. */
export type Variables = Readonly<Record<string, unknown>>;

/** A cost or a size: a number, or where variables decide, what makes one of them. Never negative, never infinite. */
export type Amount = number | ((variables: Variables) => number);

/** Where sums and products stay from then on: a cost that no limit allows is not worth telling from a greater one. */
export const AMOUNT_MAX = Number.MAX_SAFE_INTEGER;

/** The number that stands for a value: what is no number or below zero counts as nothing. */
export const bounded = (value: number): number => (value > 0 ? Math.min(value, AMOUNT_MAX) : 0);

/** The amount for these values. */
export const amountFor = (amount: Amount, variables: Variables): number =>
  typeof amount === "number" ? amount : amount(variables);

/** The sum of amounts; what does not depend on variables is added up once. */
export const sumOf = (amounts: readonly Amount[]): Amount =>
  folded(amounts, 0, (values) => values.reduce((sum, value) => bounded(sum + value), 0));

/** The product of amounts. */
export const productOf = (amounts: readonly Amount[]): Amount =>
  folded(amounts, 1, (values) => values.reduce((product, value) => bounded(product * value), 1));

/** The largest of amounts; nothing when there is none. */
export const largestOf = (amounts: readonly Amount[]): Amount =>
  folded(amounts, 0, (values) => values.reduce((largest, value) => Math.max(largest, value), 0));

function folded(amounts: readonly Amount[], neutral: number, join: (values: readonly number[]) => number): Amount {
  const fixed = join(amounts.filter((amount) => typeof amount === "number"));
  const open = amounts.filter((amount) => typeof amount === "function");
  if (open.length === 0) return fixed;
  const [only] = open;
  if (open.length === 1 && only && fixed === neutral) return only;
  return (variables) => join([fixed, ...open.map((amount) => amount(variables))]);
}
