import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from "graphql";
import { describe, expect, it } from "vitest";
import { composeForTest, startAgency, temporaryFile } from "../support/agencies.ts";

const main = fileURLToPath(new URL("../../gateway/main.ts", import.meta.url));

/** Runs the gateway as a process of its own; it ends with the test. */
function run(...argv: string[]): { readonly child: ChildProcess; readonly output: () => string } & AsyncDisposable {
  const child = spawn(process.execPath, [main, ...argv], {
    env: { PATH: process.env["PATH"] },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: string[] = [];
  child.stdout.on("data", (chunk) => chunks.push(String(chunk)));
  child.stderr.on("data", (chunk) => chunks.push(String(chunk)));
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return { child, output: () => chunks.join(""), [Symbol.asyncDispose]: stop };
}

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { hello: String }`;

describe("the gateway as a process", () => {
  it("serves any supergraph at the addresses in it, says loudly that it asks nobody's name, and stops", async () => {
    await using agency = await startAgency(sdl, { Query: { hello: () => "xin chào" } });
    await using file = await temporaryFile("supergraph.graphql", composeForTest({ greeter: { url: agency.url, sdl } }));
    await using gateway = run("--supergraph", file.path, "--port", "0", "--insecure");
    await expect.poll(gateway.output, { timeout: 10_000 }).toMatch(/INSECURE/);
    const url = /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(gateway.output())?.[0] ?? "";

    const ask = async (query: string) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query }),
      });
      return (await response.json()) as { data: unknown };
    };
    expect(await ask("{ hello }")).toEqual({ data: { hello: "xin chào" } });
    const { data } = await ask(getIntrospectionQuery());
    expect(
      buildClientSchema(data as IntrospectionQuery)
        .getQueryType()
        ?.getFields(),
    ).toHaveProperty("hello");

    gateway.child.kill("SIGTERM");
    expect(await once(gateway.child, "exit")).toEqual([0, null]);
  });

  it("says in a sentence that its port is taken, and ends", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    await using file = await temporaryFile(
      "supergraph.graphql",
      composeForTest({ greeter: { url: "http://127.0.0.1:1/", sdl } }),
    );
    await using gateway = run(
      "--supergraph",
      file.path,
      "--port",
      String((taken.address() as AddressInfo).port),
      "--insecure",
    );
    expect(await once(gateway.child, "exit")).toEqual([1, null]);
    expect(gateway.output()).toMatch(/EADDRINUSE|in use/);
    taken.close();
  });

  it.each([
    ["is not there", "/nowhere/supergraph.graphql", /nowhere/],
    ["is no supergraph", main, /Syntax Error/],
  ])("does not start when its supergraph %s", async (_, file, sentence) => {
    await using gateway = run("--supergraph", file, "--port", "0", "--insecure");
    const [output] = await Promise.all([
      text(gateway.child.stderr as NodeJS.ReadableStream),
      once(gateway.child, "exit"),
    ]);
    expect(gateway.child.exitCode).toBe(1);
    expect(output).toMatch(sentence);
    expect(output).not.toContain("    at ");
  });
});
