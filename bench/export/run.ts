import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startMockHub } from "../../deploy/mock/mock-hub.ts";

/**
 * A long export through the real gateway, with agencies that make rows up: rows per second, and what the process keeps
 * in memory after each tenth, garbage collected. Half-way the connection is dropped and taken up again.
 * `node --expose-gc bench/export/run.ts [rows]`.
 */
const rows = Number(process.argv[2] ?? 100_000);
const query = `query Roster($first: Int, $after: String) { members(committee: "PTC-79", first: $first, after: $after) {
  nodes { id homeRecord { name { full } bornOn } } pageInfo { hasNextPage endCursor } } }`;

await using folder = await mkdtempDisposable(join(tmpdir(), "hub-bench-export-"));
await using hub = await startMockHub({ port: 0, seed: 1, listLength: rows, away: [], folder: folder.path });
const token = (await readFile(join(hub.tokensFolder, "province-clerk"), "utf8")).trim();

let [seen, after, isDropped] = [0, null as string | null, false];
const startedAt = performance.now();
while (seen < rows) {
  const drop = new AbortController();
  const response = await fetch(`${hub.url}/export`, {
    method: "POST",
    signal: drop.signal,
    headers: { "content-type": "application/json", authorization: `Bearer ${token}`, "x-purpose": "MEMBER_MANAGEMENT" },
    body: JSON.stringify({ query, variables: { after } }),
  });
  // A list that has begun waits for budgets by itself; one that is taken up again begins.
  if (response.status === 429) {
    await delay(Number(response.headers.get("retry-after")) * 1_000);
    continue;
  }
  if (!response.ok || !response.body) throw new Error(`the export was refused: ${await response.text()}`);
  let rest = "";
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const page = JSON.parse(line) as { rows?: number; next?: string | null; errors?: unknown };
        if (page.errors) throw new Error(line);
        seen += page.rows ?? 0;
        after = page.next ?? after;
        if (seen % (rows / 10) < 100 && page.rows) report();
      }
      if (!isDropped && seen >= rows / 2) {
        isDropped = true;
        drop.abort();
      }
    }
  } catch (error) {
    if (!drop.signal.aborted) throw error;
    console.log(`connection dropped after ${seen} rows, taken up again`);
  }
}
console.log(`${seen} rows, ${Math.round((seen / (performance.now() - startedAt)) * 1_000)} a second`);
process.exit();

function report(): void {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  console.log(`${seen} rows: heap ${(heapUsed / 1e6).toFixed(1)} MB, resident ${(rss / 1e6).toFixed(0)} MB`);
}
