import type { SelectionNode } from "graphql";

const hidden = new WeakSet<SelectionNode>();

/** Makes a selection one that is planned and fetched like any other, but of which clients never see anything. */
export function hide<Node extends SelectionNode>(node: Node): Node {
  hidden.add(node);
  return node;
}

/** Whether a selection was added by the hub for itself. */
export const isHidden = (node: SelectionNode): boolean => hidden.has(node);
