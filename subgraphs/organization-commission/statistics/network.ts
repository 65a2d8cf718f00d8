/**
 * A figure as an edge of a flow network: its value flows from one node to another, and at every node as much goes out
 * as comes in. So the nodes are the sums by which published figures hang together.
 */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  /** The value that must stay possible for whoever knows all that is shown; null for one that may be shown. */
  readonly target: number | null;
  /** Whether its target is possible because that of another is, which could change places with it. */
  readonly isLikeAnother: boolean;
  /** How much is lost when it is hidden without need. */
  readonly cost: number;
  isHidden: boolean;
}

/** Figures joined by the sums that hold between them. */
export interface Network {
  readonly edges: readonly Edge[];
  /** For each node the places in `edges` of those that begin or end there. */
  readonly at: readonly (readonly number[])[];
}

/**
 * Joins edges at their nodes, which are numbered from 0. No way leads over one that is like another: that one serves.
 */
export function networkOf(edges: readonly Edge[]): Network {
  const at: number[][] = [];
  for (const [place, { from, to, isLikeAnother }] of edges.entries()) {
    if (isLikeAnother) continue;
    (at[from] ??= []).push(place);
    (at[to] ??= []).push(place);
  }
  return { edges, at: Array.from(at, (places) => places ?? []) };
}

/** Instead of the edge by which a node was reached. */
const START = -1;
const UNSEEN = -2;

/** A way through the network: edges walked forward grow, those walked backward shrink. */
export type Path = readonly { readonly place: number; readonly isForward: boolean }[];

/**
 * A way from one node to another over hidden edges alone, in as few steps as can be; null when there is none.
 * @param flow values as they would be in the other world; an edge is walked backward only while it has some
 * @param without the edge that the way is to answer
 */
export function hiddenPath(
  { edges, at }: Network,
  flow: Int32Array,
  start: number,
  end: number,
  without: number,
): Path | null {
  const cameBy = new Int32Array(at.length).fill(UNSEEN);
  cameBy[start] = START;
  const queue = [start];
  for (const node of queue) {
    for (const place of at[node] ?? []) {
      const edge = edges[place] as Edge;
      if (!edge.isHidden || place === without) continue;
      const next = walked(edge, node, flow[place] ?? 0);
      if (next === null || cameBy[next] !== UNSEEN) continue;
      cameBy[next] = place;
      if (next === end) return pathTo(edges, cameBy, end);
      queue.push(next);
    }
  }
  return null;
}

/** A way on which as little as can be is lost by hiding what is not hidden yet; null when there is none. */
export function cheapestPath(
  { edges, at }: Network,
  flow: Int32Array,
  start: number,
  end: number,
  without: number,
): Path | null {
  const costs = new Float64Array(at.length).fill(Infinity);
  const isDone = new Uint8Array(at.length);
  const cameBy = new Int32Array(at.length).fill(UNSEEN);
  cameBy[start] = START;
  costs[start] = 0;
  for (;;) {
    const node = nearest(costs, isDone);
    if (node === null) return null;
    if (node === end) return pathTo(edges, cameBy, end);
    isDone[node] = 1;
    for (const place of at[node] ?? []) {
      const edge = edges[place] as Edge;
      if (place === without) continue;
      const next = walked(edge, node, flow[place] ?? 0);
      const cost = (costs[node] ?? 0) + (edge.isHidden ? 0 : edge.cost);
      if (next === null || cost >= (costs[next] ?? 0)) continue;
      costs[next] = cost;
      cameBy[next] = place;
    }
  }
}

/** Networks have some thousand nodes and most ways are found over hidden edges, so a heap would not pay. */
function nearest(costs: Float64Array, isDone: Uint8Array): number | null {
  let best: number | null = null;
  for (let node = 0; node < costs.length; node++) {
    const cost = costs[node] ?? Infinity;
    if (!isDone[node] && cost < (best === null ? Infinity : (costs[best] ?? Infinity))) best = node;
  }
  return best;
}

/** Where an edge leads from a node; null backward along one that has nothing to give. */
function walked({ from, to }: Edge, node: number, flow: number): number | null {
  if (from === node) return to;
  return flow > 0 ? from : null;
}

function pathTo(edges: readonly Edge[], cameBy: Int32Array, end: number): Path {
  const path = [];
  for (let node = end, place = cameBy[end] ?? START; place >= 0; place = cameBy[node] ?? START) {
    const { from, to } = edges[place] as Edge;
    path.push({ place, isForward: to === node });
    node = to === node ? from : to;
  }
  return path;
}
