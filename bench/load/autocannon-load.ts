import autocannon from "autocannon";
import { percentile, type Load, type LoadOptions } from "./load.ts";

/**
 * Load from this process by autocannon; with `answers`, whatever else comes back counts as wrong.
 */
export async function autocannonLoad(
  { url, bodies, callers = [], connections, seconds }: LoadOptions,
  answers?: readonly string[],
): Promise<Load> {
  const latenciesMs: number[] = [];
  let bytes = 0;
  let clients = 0;
  let firstWrong: string | undefined;
  const json = { "content-type": "application/json" };
  const requests = bodies.map((body, index) => {
    return { body, headers: { ...json, ...callers[index % callers.length] } };
  });
  const expected = answers && new Set(answers.map(skeleton));
  const { errors, mismatches, non2xx, duration } = await autocannon({
    url,
    connections,
    duration: seconds,
    sampleInt: 100,
    method: "POST",
    headers: json,
    setupClient: (client) => {
      // Connections that ask the same at the same time would measure how well a server shares answers.
      const start = Math.floor((bodies.length / connections) * clients++);
      client.setRequests([...requests.slice(start), ...requests.slice(0, start)]);
      client.on("response", (_, size, milliseconds) => {
        latenciesMs.push(milliseconds);
        bytes += size;
      });
    },
    ...(expected && {
      verifyBody: (body: string) => {
        const isRight = expected.has(skeleton(body));
        if (!isRight) firstWrong ??= body;
        return isRight;
      },
    }),
  });
  return {
    requests: latenciesMs.length,
    requestsPerSecond: latenciesMs.length / duration,
    p50Ms: percentile(latenciesMs, 0.5),
    p99Ms: percentile(latenciesMs, 0.99),
    bytesPerAnswer: bytes / latenciesMs.length,
    wrong: errors + mismatches + non2xx,
    firstWrong,
  };
}

/**
 * What of a text must be the same: autocannon 9 decodes each chunk for itself, which breaks letters that two chunks
 * share, so only ASCII counts; and a line break at the end says nothing.
 */
// oxlint-disable-next-line no-control-regex
const skeleton = (text: string) => text.trimEnd().replace(/[^\x00-\x7f]+/g, "");
