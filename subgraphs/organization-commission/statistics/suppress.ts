import { SMALL_BELOW } from "./counts.ts";
import { cheapestPath, hiddenPath, type Edge, type Network, type Path } from "./network.ts";

/**
 * Hides the edges that have a target and as many others as it takes, so that whoever knows everything that stays shown,
 * all sums between figures, and that no figure is negative, can still believe each target.
 *
 * For every hidden small figure another world is built: figures are moved around circles of hidden edges, which changes
 * no sum and nothing shown, until the small one has reached its target. Where no such circle is left, the cheapest one
 * is made by hiding what lies on it. That world is consistent with all that is published, so no argument from what is
 * published can exclude it: not one subtraction, not many, not a linear program. What is hidden on the way changes its
 * value in that world too, so it is not determined either. Hiding more later takes no world away, so one pass does.
 * @throws Error when the sums of the network leave no other world
 */
export function suppress(network: Network): void {
  const { edges } = network;
  const flow = Int32Array.from(edges, ({ value }) => value);
  const small = [...edges.keys()].filter((place) => edges[place]?.target != null);
  for (const place of small) (edges[place] as Edge).isHidden = true;
  // The ones that are farthest from their targets first: what they hide serves the others.
  const distance = (place: number) => (edges[place]?.target ?? 0) - (edges[place]?.value ?? 0);
  const unlike = small.filter((place) => edges[place]?.isLikeAnother === false);
  for (const place of unlike.toSorted((one, other) => distance(other) - distance(one))) protect(network, flow, place);
}

function protect(network: Network, flow: Int32Array, place: number): void {
  const { value, target } = network.edges[place] as Edge;
  const raised = move(network, flow, place, "up", (target ?? value) - value);
  const isBelieved = value < SMALL_BELOW ? value + raised >= SMALL_BELOW : raised > 0;
  if (isBelieved) return;
  // A large figure that must not be known may be all there is; then it can be less, if not more.
  if (value < SMALL_BELOW || move(network, flow, place, "down", 1) === 0)
    throw new Error("A small figure follows from the sums around it.");
}

/** Builds a world in which a figure is more, or less, by as much as can be and at most `wanted`; answers how much. */
function move(network: Network, flow: Int32Array, place: number, way: "up" | "down", wanted: number): number {
  const { from, to } = network.edges[place] as Edge;
  const [start, end] = way === "up" ? [to, from] : [from, to];
  const walked: { readonly path: Path; readonly amount: number }[] = [];
  let missing = wanted;
  while (missing > 0) {
    const path = hiddenPath(network, flow, start, end, place) ?? cheapestPath(network, flow, start, end, place);
    if (path === null) break;
    const amount = Math.min(missing, capacityOf(path, flow));
    for (const { place: on } of path) (network.edges[on] as Edge).isHidden = true;
    push(path, flow, amount);
    walked.push({ path, amount });
    missing -= amount;
  }
  for (const { path, amount } of walked) push(path, flow, -amount);
  return wanted - missing;
}

const capacityOf = (path: Path, flow: Int32Array) =>
  path.reduce((least, { place, isForward }) => (isForward ? least : Math.min(least, flow[place] ?? 0)), Infinity);

function push(path: Path, flow: Int32Array, amount: number): void {
  for (const { place, isForward } of path) flow[place] = (flow[place] ?? 0) + (isForward ? amount : -amount);
}
