import { drawCards, drawCareer, type Cards, type Career } from "./careers.ts";
import { dayText, type DayNumber } from "./days.ts";
import { drawHomeTransfer, movesAtHome, type HomeTransfer } from "./home-transfers.ts";
import { atLevel, cellOf, type HomeTree } from "./home-trees.ts";
import { personName, type PersonName } from "./names.ts";
import type { Nation } from "./nation.ts";
import { type Random, randomOf, streams } from "./random.ts";
import { scriptOf, SCRIPTED_MEMBERS } from "./scripts.ts";
import { standingOf, type Standing } from "./standings.ts";
import { drawStays, scriptedStay, type Stay } from "./stays.ts";
import { memberId } from "./stories.ts";

/** A synthetic member: everything from which the rows of all agencies follow. */
export interface Member {
  readonly id: string;
  readonly tree: HomeTree;
  /** Counts from 0 within the committee. */
  readonly number: number;
  /** The committee that was responsible before the reform of 2025; today's where nothing was reformed. */
  readonly originCode: string;
  /** The number of the home cell. */
  readonly cell: number;
  readonly isFemale: boolean;
  readonly ethnicityCode: string;
  readonly name: PersonName;
  readonly career: Career;
  readonly cards: Cards;
  /** In the order of time; only the last may still be under way. */
  readonly stays: readonly Stay[];
  /** Only for those who were never abroad. */
  readonly homeTransfer: HomeTransfer | null;
  readonly standing: Standing;
  /** Draws for what is left to fill in. */
  readonly random: Random;
}

/** The members of a committee, one after the other; nothing is kept. */
export function* membersOf(nation: Nation, tree: HomeTree): Generator<Member> {
  for (let number = 0; number < tree.members; number++) yield memberAt(nation, tree, number);
}

/** Those of them who declared a stay abroad, at a fraction of the cost. */
export function* travellersOf(nation: Nation, tree: HomeTree): Generator<Member> {
  for (let number = 0; number < tree.members; number++) {
    if (nation.departuresOf(tree, number) > 0) yield memberAt(nation, tree, number);
  }
}

/** Those of them who have a transfer, at home or with a stay. */
export function* movedOf(nation: Nation, tree: HomeTree): Generator<Member> {
  for (let number = 0; number < tree.members; number++) {
    if (nation.departuresOf(tree, number) === 0 && !movesAtHome(homeRandom(nation, tree, number))) continue;
    const member = memberAt(nation, tree, number);
    if (member.homeTransfer !== null || member.stays.some(({ transfers }) => transfers.length > 0)) yield member;
  }
}

/** Computes a member from the seed alone. */
function memberAt(nation: Nation, tree: HomeTree, number: number): Member {
  const random = randomOf(nation.seed, streams.member, tree.ordinal, number);
  const cell = cellOf(tree, number);
  const script = scriptOf(tree.ordinal, number);
  const isSettled = number < SCRIPTED_MEMBERS;
  const isFemale = random.chance(0.34);
  const ethnicityCode = drawEthnicity(random, tree);
  const name = personName(random, { isFemale, isSouthern: tree.committee.isSouthern, ethnicityCode });
  const departures = nation.departuresOf(tree, number);
  const career = drawCareer(random, departures, script ?? (isSettled ? { isProbationary: false } : undefined));
  const cards = drawCards(random, career.officialOn);
  const stays = script ? [scriptedStay(random, script)] : drawStays(random, departures, career.admittedOn);
  const homeTransfer =
    departures === 0 && !isSettled
      ? drawHomeTransfer(homeRandom(nation, tree, number), tree, cell, career.admittedOn)
      : null;
  const standing = standingOf(random, { tree, cell, career, stays, homeTransfer, isSettled });
  const originCode = originOf(tree, cell);
  return {
    id: memberId(tree.ordinal, number),
    ...{
      tree,
      number,
      originCode,
      cell,
      isFemale,
      ethnicityCode,
      name,
      career,
      cards,
      stays,
      homeTransfer,
      standing,
      random,
    },
  };
}

/** The committee that was responsible for a member on a day. */
export function committeeOn({ tree: { committee }, originCode }: Member, day: DayNumber): string {
  return committee.originsValidTo !== null && dayText(day) <= committee.originsValidTo ? originCode : committee.code;
}

/** All members of a commune come from the same former province. */
function originOf(tree: HomeTree, cell: number): string {
  const { origins } = tree.committee;
  const commune = atLevel(tree, cell, "ABOVE_GRASSROOTS");
  return origins[((tree.places[commune] ?? 1) - 1) % origins.length] ?? origins[0];
}

function drawEthnicity(random: Random, { committee }: HomeTree): string {
  let point = random.fraction() * 100;
  for (const [code, percent] of committee.minorities) {
    point -= percent;
    if (point < 0) return code;
  }
  return "01";
}

const homeRandom = ({ seed }: Nation, { ordinal }: HomeTree, number: number) =>
  randomOf(seed, streams.homeTransfer, ordinal, number);
