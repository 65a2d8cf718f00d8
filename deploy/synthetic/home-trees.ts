import { homeCommittees, type HomeCommittee } from "./home-committees.ts";
import { opaqueId } from "./identifiers.ts";
import { type Random, randomOf, streams } from "./random.ts";

/** Levels of home organizations from the head of the tree down. */
export const homeLevels = ["CENTRALLY_RUN", "ABOVE_GRASSROOTS", "GRASSROOTS", "SECTIONAL", "CELL"] as const;

/**
 * The organizations of one home committee, numbered so that a superior comes before its subordinates. Number 0 is the
 * head of the tree. Only numbers are kept: a nation of full size has a third of a million organizations.
 */
export interface HomeTree {
  readonly committee: HomeCommittee;
  /** Where the committee stands in the nation's list. */
  readonly ordinal: number;
  readonly members: number;
  /** How many members the committees before this one have. */
  readonly firstMember: number;
  /** By organization: the number of the superior; -1 at the head. */
  readonly superiors: readonly number[];
  /** By organization: the position in `homeLevels`. */
  readonly levels: readonly number[];
  /** By organization: its place among the subordinates of the same level, from 1. */
  readonly places: readonly number[];
  /** The numbers of the cells, in the order of their members. */
  readonly cells: readonly number[];
  /** By position in `cells`: the first member, members being numbered from 0 within the committee. */
  readonly cellStarts: readonly number[];
}

/** Where a tree stands in the nation and how large it is. */
export type HomeTreePosition = Pick<HomeTree, "ordinal" | "firstMember" | "members">;

/** Grassroots organizations with more cells than this have sectional ones between. */
const CELLS_WITHOUT_SECTIONS_MAX = 6;
const MEMBERS_OF_COMMUNE_MIN = 60;
const CELL_MIN = 3;

/** Grows the tree of a committee so that every member has a cell and every cell at least three members. */
export function growHomeTree(seed: number, committee: HomeCommittee, position: HomeTreePosition): HomeTree {
  const { ordinal, firstMember, members } = position;
  const random = randomOf(seed, streams.homeTree, ordinal);
  const superiors = [-1];
  const levels = [0];
  const places = [1];
  const cells: number[] = [];
  const cellStarts: number[] = [];
  const add = (superior: number, level: number, place: number) => {
    levels.push(level);
    places.push(place);
    return superiors.push(superior) - 1;
  };
  let placed = 0;
  const addCell = (superior: number, place: number, size: number) => {
    cells.push(add(superior, 4, place));
    cellStarts.push(placed);
    placed += size;
  };
  const addGrassroots = (commune: number, place: number, size: number) => {
    const grassroots = add(commune, 2, place);
    const sizes = split(size, () => cellSize(random));
    const hasSections = sizes.length > CELLS_WITHOUT_SECTIONS_MAX;
    let superior = grassroots;
    sizes.forEach((cell, index) => {
      if (hasSections && index % 4 === 0) superior = add(grassroots, 3, index / 4 + 1);
      addCell(superior, hasSections ? (index % 4) + 1 : index + 1, cell);
    });
  };
  const communes = Math.max(1, Math.min(committee.communes, Math.floor(members / MEMBERS_OF_COMMUNE_MIN)));
  for (let place = 1; place <= communes; place++) {
    const size = Math.floor((members * place) / communes) - placed;
    const commune = add(0, 1, place);
    split(size, () => random.integer(12, 180)).forEach((part, index) => addGrassroots(commune, index + 1, part));
  }
  return { committee, ordinal, firstMember, members, superiors, levels, places, cells, cellStarts };
}

/** The id of an organization of a tree by its number; the same for every seed. */
export const organizationId = ({ ordinal }: Pick<HomeTree, "ordinal">, organization: number): string =>
  opaqueId("po", ordinal, organization);

/**
 * The Foreign Ministry's Party organization: the first below the Government's. It takes the overseas organizations
 * below it and the members who are guided singly.
 */
export const foreignMinistryOrganizationId: string = organizationId(
  { ordinal: [...homeCommittees.keys()].indexOf("CRC-CP") },
  1,
);

/** The number of the cell of a member. */
export function cellOf({ cells, cellStarts }: HomeTree, member: number): number {
  let low = 0;
  let high = cells.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((cellStarts[middle] ?? 0) <= member) low = middle;
    else high = middle - 1;
  }
  return cells[low] ?? 0;
}

/** The numbers from the head of the tree down to the direct superior of an organization. */
export function superiorsOf(tree: HomeTree, organization: number): readonly number[] {
  const chain: number[] = [];
  for (let above = tree.superiors[organization] ?? -1; above >= 0; above = tree.superiors[above] ?? -1)
    chain.unshift(above);
  return chain;
}

/** The organization of a level that an organization belongs to: itself or one above it. */
export function atLevel(tree: HomeTree, organization: number, level: (typeof homeLevels)[number]): number {
  const wanted = homeLevels.indexOf(level);
  let found = organization;
  while ((tree.levels[found] ?? 0) > wanted) found = tree.superiors[found] ?? 0;
  return found;
}

/** Parts of a whole; what would be left below the least size joins the last part. */
function split(whole: number, size: () => number): number[] {
  const parts: number[] = [];
  for (let left = whole; left > 0;) {
    const part = Math.min(size(), left);
    const taken = left - part < CELL_MIN ? left : part;
    parts.push(taken);
    left -= taken;
  }
  return parts;
}

/** Cells have 3 to 57 members, most of them about 20; a rest of up to two may join. */
function cellSize(random: Random): number {
  return CELL_MIN + Math.floor(54 * Math.pow(random.fraction(), 1.9));
}
