import { connectionOf, pageRequest, type Connection, type PageArguments } from "#kit/page.ts";

/**
 * A page of a list of `total` items, cut as the agencies cut theirs.
 * @throws LIMIT_PAGE_SIZE_EXCEEDED, INPUT_MALFORMED or INPUT_CURSOR_UNKNOWN
 */
export function mockPage<Item>(args: PageArguments, total: number, itemAt: (index: number) => Item): Connection<Item> {
  const request = pageRequest(args, 1);
  const start = request.after === null ? 0 : Number(request.after[0]) + 1;
  const end = Math.min(start + request.size + 1, total);
  const places = Array.from({ length: Math.max(0, end - start) }, (_, place) => start + place);
  const page = connectionOf(
    places,
    request,
    (index) => [String(index)],
    () => Promise.resolve(total),
  );
  return {
    ...page,
    nodes: page.nodes.map(itemAt),
    edges: page.edges.map(({ cursor, node }) => ({ cursor, node: itemAt(node) })),
  };
}
