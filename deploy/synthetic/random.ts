/** Draws that are the same on every machine for the same seed and keys. */
export interface Random {
  /** A number in [0, 1). */
  readonly fraction: () => number;
  /** A whole number from `min` to `max`, both included. */
  readonly integer: (min: number, max: number) => number;
  /** True with the given probability. */
  readonly chance: (probability: number) => boolean;
  /** One item of a list that has at least one. */
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

/** The first key of each kind of thing, so that no two kinds share their draws. */
export const streams = {
  homeTree: 1,
  overseasOrganization: 2,
  departures: 3,
  member: 4,
  founding: 5,
  verification: 6,
  homeTransfer: 7,
} as const;

/**
 * The draws that belong to one thing, named by whole numbers such as (stream, committee, member). Any thing's draws can
 * be had without those of the things before it, so millions of rows need no memory. The generator is sfc32.
 */
export function randomOf(seed: number, ...keys: readonly number[]): Random {
  let a = 0x9e3779b9 ^ seed;
  let b = 0x243f6a88;
  let c = 0xb7e15162;
  for (const key of keys) {
    a = scramble(a ^ key);
    b = scramble(b ^ a);
    c = scramble(c + b);
  }
  let counter = 1;
  const fraction = () => {
    const sum = (((a + b) | 0) + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  // The first outputs of nearby keys resemble each other; the fourth no longer does.
  for (let round = 0; round < 4; round++) fraction();
  const integer = (min: number, max: number) => min + Math.floor(fraction() * (max - min + 1));
  return {
    fraction,
    integer,
    chance: (probability) => fraction() < probability,
    pick: <Item>(items: readonly Item[]) => items[integer(0, items.length - 1)] as Item,
  };
}

/** A draw from values with weights of any scale, written as `[value, weight]`. */
export function weighted<Value>(entries: readonly (readonly [Value, number])[]): (random: Random) => Value {
  const last = entries.at(-1);
  if (!last) throw new Error("A weighted draw needs at least one value.");
  let sum = 0;
  const bounds = entries.map(([value, weight]) => ({ value, bound: (sum += weight) }));
  return (random) => {
    const point = random.fraction() * sum;
    for (const { value, bound } of bounds) if (point < bound) return value;
    return last[0];
  };
}

/** Murmur3's finalizer: every bit of the input moves about half of the bits of the output. */
function scramble(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
