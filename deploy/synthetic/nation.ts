import { growHomeTree, type HomeTree } from "./home-trees.ts";
import { homeCommittees } from "./home-committees.ts";
import { randomOf, streams } from "./random.ts";
import { scriptOf, SCRIPTED_MEMBERS, SCRIPTED_STAYS } from "./scripts.ts";

/** What a synthetic nation is made from; the same values give the same rows, byte for byte. */
export interface NationOptions {
  readonly members: number;
  /** Departures, not persons: some members leave more than once. At most half of the members. */
  readonly departures: number;
  /** A whole number; another one gives other people. */
  readonly seed: number;
}

/** A nation before it is written: who belongs where and who has left how often. */
export interface Nation extends NationOptions {
  /** One tree for each home committee, in the order of their codes' table. */
  readonly trees: readonly HomeTree[];
  /** Departures of a member of a tree. */
  readonly departuresOf: (tree: HomeTree, member: number) => number;
}

/** Smaller nations have no room for every state in every committee. */
const MEMBERS_MIN = 200;
/** Record numbers have six digits, and the largest committee must not need more. */
const MEMBERS_MAX = 8_000_000;
const MEMBERS_OF_COMMITTEE_MIN = 4;
const DEPARTURES_OF_MEMBER_MAX = 3;
const BLOCK_MEMBERS = 20;

/** Plans a nation. @throws Error with a sentence for the operator when the numbers do not fit. */
export function planNation({ members, departures, seed }: NationOptions): Nation {
  if (!Number.isInteger(members) || members < MEMBERS_MIN || members > MEMBERS_MAX) {
    throw new Error(`A nation has ${MEMBERS_MIN} to ${MEMBERS_MAX} members, but ${members} were asked for.`);
  }
  if (!Number.isInteger(departures) || departures < SCRIPTED_STAYS || departures > members / 2) {
    throw new Error(
      `${members} members have ${SCRIPTED_STAYS} to ${members / 2} departures, but ${departures} were asked for.`,
    );
  }
  if (!Number.isInteger(seed)) throw new Error(`A seed is a whole number, but ${seed} was given.`);
  const bounds = boundsByCommittee(members);
  const trees = [...homeCommittees.values()].map((committee, ordinal) => {
    const firstMember = bounds[ordinal] ?? 0;
    return growHomeTree(seed, committee, {
      ordinal,
      firstMember,
      members: (bounds[ordinal + 1] ?? members) - firstMember,
    });
  });
  const chance = chanceDepartures(seed, members - trees.length * SCRIPTED_MEMBERS, departures - SCRIPTED_STAYS);
  const departuresOf = ({ ordinal, firstMember }: HomeTree, member: number) =>
    member < SCRIPTED_MEMBERS
      ? Number(scriptOf(ordinal, member) !== undefined)
      : chance(firstMember - ordinal * SCRIPTED_MEMBERS + member - SCRIPTED_MEMBERS);
  return { members, departures, seed, trees, departuresOf };
}

/**
 * The first member of each committee, by weight and none with fewer than the least; bounds are rounded, so the sum is
 * exact.
 */
function boundsByCommittee(members: number): readonly number[] {
  const weights = [...homeCommittees.values()].map(({ weight }) => weight);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const free = members - weights.length * MEMBERS_OF_COMMITTEE_MIN;
  let before = 0;
  return weights.map((weight, ordinal) => {
    const first = ordinal * MEMBERS_OF_COMMITTEE_MIN + Math.floor((free * before) / sum);
    before += weight;
    return first;
  });
}

/**
 * Spreads departures over members so that the sum is exact and yet any member's number is found without the others':
 * each block of twenty members has its share, thrown onto its members.
 */
function chanceDepartures(seed: number, members: number, departures: number): (member: number) => number {
  const upTo = (block: number) => Math.floor((Math.min(block * BLOCK_MEMBERS, members) * departures) / members);
  let known = { block: -1, counts: [] as number[] };
  return (member) => {
    const block = Math.floor(member / BLOCK_MEMBERS);
    if (block !== known.block) {
      const size = Math.min(BLOCK_MEMBERS, members - block * BLOCK_MEMBERS);
      known = { block, counts: throwOnto(seed, block, size, upTo(block + 1) - upTo(block)) };
    }
    return known.counts[member - block * BLOCK_MEMBERS] ?? 0;
  };
}

function throwOnto(seed: number, block: number, size: number, departures: number): number[] {
  const random = randomOf(seed, streams.departures, block);
  const counts = Array<number>(size).fill(0);
  let last = 0;
  for (let thrown = 0; thrown < departures; thrown++) {
    const again = thrown > 0 && random.chance(0.2);
    if (!again) last = random.integer(0, size - 1);
    while ((counts[last] ?? 0) >= DEPARTURES_OF_MEMBER_MAX) last = (last + 1) % size;
    counts[last] = (counts[last] ?? 0) + 1;
  }
  return counts;
}
