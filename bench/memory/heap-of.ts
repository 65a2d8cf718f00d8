import { once } from "node:events";

/** Bytes that a process holds. */
export interface Held {
  /** Objects of its main thread that are left after a garbage collection. */
  readonly heapBytes: number;
  /** In RAM. */
  readonly rssBytes: number;
}

/** Looks into a Node process that listens for an inspector at a port; garbage is collected first. */
export async function heldBy(inspectorPort: number): Promise<Held> {
  const response = await fetch(`http://127.0.0.1:${inspectorPort}/json/list`);
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  if (!target) throw new Error("There is nothing to inspect.");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, "open");
  const send = async (id: number, method: string, params: object = {}): Promise<unknown> => {
    socket.send(JSON.stringify({ id, method, params }));
    for (;;) {
      const [{ data }] = (await once(socket, "message")) as [{ data: string }];
      const answer = JSON.parse(data) as { id?: number; result?: unknown };
      if (answer.id === id) return answer.result;
    }
  };
  await send(1, "HeapProfiler.enable");
  await send(2, "HeapProfiler.collectGarbage");
  const expression = "(({ heapUsed, rss }) => [heapUsed, rss])(process.memoryUsage())";
  const { result } = (await send(3, "Runtime.evaluate", { expression, returnByValue: true })) as {
    result: { value: [number, number] };
  };
  socket.close();
  const [heapBytes, rssBytes] = result.value;
  return { heapBytes, rssBytes };
}
