import { afterEach, describe, expect, it, vi } from "vitest";
import { exportList, ExportStopped, type ExportProgress } from "./long-export.ts";

afterEach(() => vi.unstubAllGlobals());

const HEAD = { csv: "id\r\n" };
const page = (id: string, next: string | null) => ({
  csv: `${id}\r\n`,
  rows: 1,
  total: 3,
  next,
  ...(next === null && { done: true }),
});

/** A hub that answers one request after the other with these lines; `lost` breaks the connection. */
function stubHub(...answers: readonly (readonly (object | "lost")[])[]) {
  const asked: { variables: object }[] = [];
  vi.stubGlobal("fetch", async (_: string, { body }: { body: string }) => {
    const lines = answers[asked.length] ?? [];
    asked.push(JSON.parse(body) as { variables: object });
    const text = lines.filter((line) => line !== "lost").map((line) => `${JSON.stringify(line)}\n`);
    const stream = new ReadableStream<Uint8Array>({
      async start(controller) {
        for (const line of text) controller.enqueue(new TextEncoder().encode(line));
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (lines.includes("lost")) controller.error(new TypeError("lost"));
        else controller.close();
      },
    });
    return new Response(stream);
  });
  return asked;
}

const run = (onProgress: (progress: ExportProgress) => void = () => undefined, signal = new AbortController().signal) =>
  exportList(
    { query: "query Q { q }", variables: { committee: "PTC-79" } },
    {
      headers: async () => ({ authorization: "Bearer t" }),
      signal,
      onProgress,
      pauseMs: 1,
    },
  );

describe("an export in the browser", () => {
  it("becomes one file, and tells how far it is", async () => {
    stubHub([HEAD, page("a", "1"), page("b", "2"), page("c", null)]);
    const progress: ExportProgress[] = [];
    const file = await run((each) => progress.push(each));
    expect(await file.text()).toBe("id\r\na\r\nb\r\nc\r\n");
    expect(progress).toEqual([1, 2, 3].map((rows) => ({ rows, total: 3 })));
  });

  it("goes on behind the last row when the connection is lost", async () => {
    const asked = stubHub([HEAD, page("a", "1"), "lost"], [page("b", "2")], [page("c", null)]);
    expect(await (await run()).text()).toBe("id\r\na\r\nb\r\nc\r\n");
    expect(asked.map(({ variables }) => variables)).toEqual(
      [null, "1", "2"].map((after) => ({ committee: "PTC-79", after })),
    );
  });

  it.each([
    ["a busy hub", 503, "HUB_OVERLOADED"],
    ["a budget", 429, "BUDGET_REQUESTS_EXCEEDED"],
  ])("waits for %s as long as it says once it has rows, and does not begin at one", async (_, status, code) => {
    const refusal = () => {
      const headers = { "retry-after": "0.05" };
      return Response.json({ errors: [{ extensions: { code } }] }, { status, headers });
    };
    const asked = stubHub([HEAD, page("a", "1")], [], [page("b", null)]);
    const answered = globalThis.fetch;
    const at: number[] = [];
    vi.stubGlobal("fetch", async (...args: Parameters<typeof fetch>) => {
      at.push(performance.now());
      const answer = await answered(...args);
      return asked.length === 2 ? refusal() : answer;
    });
    expect(await (await run()).text()).toBe("id\r\na\r\nb\r\n");
    expect((at[2] ?? 0) - (at[1] ?? 0)).toBeGreaterThan(45);
    vi.stubGlobal("fetch", async () => refusal());
    await expect(run()).rejects.toThrow(code);
  });

  it("does not wait for a budget any more when it is cancelled", async () => {
    stubHub([HEAD, page("a", "1")]);
    const answered = globalThis.fetch;
    const cancel = new AbortController();
    let asked = 0;
    vi.stubGlobal("fetch", async (...args: Parameters<typeof fetch>) => {
      cancel.signal.throwIfAborted();
      if ((asked += 1) === 1) return answered(...args);
      setTimeout(() => cancel.abort(new Error("cancelled")), 5);
      return new Response("{}", { status: 429, headers: { "retry-after": "60" } });
    });
    await expect(run(undefined, cancel.signal)).rejects.toThrow("cancelled");
  });

  it("gives up when it is lost again and again", async () => {
    const asked = stubHub();
    await expect(run()).rejects.toThrow("lost");
    expect(asked).toHaveLength(11);
  });

  it("stops where the hub refuses, with its code", async () => {
    stubHub([HEAD, page("a", "1"), { errors: [{ extensions: { code: "AGENCY_TIMEOUT" } }] }]);
    await expect(run()).rejects.toThrow(new ExportStopped("AGENCY_TIMEOUT"));
    vi.stubGlobal("fetch", async () =>
      Response.json({ errors: [{ extensions: { code: "BAD_REQUEST" } }] }, { status: 400 }),
    );
    await expect(run()).rejects.toThrow(new ExportStopped("BAD_REQUEST"));
  });

  it("ends when it is cancelled", async () => {
    const asked = stubHub([HEAD, "lost"]);
    const cancel = new AbortController();
    cancel.abort(new Error("cancelled"));
    await expect(run(undefined, cancel.signal)).rejects.toThrow();
    expect(asked).toHaveLength(1);
  });
});
