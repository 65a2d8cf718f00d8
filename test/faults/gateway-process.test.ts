import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from "graphql";
import { describe, expect, it } from "vitest";
import { composeForTest, startAgency, temporaryFile } from "../support/agencies.ts";

const main = fileURLToPath(new URL("../../gateway/main.ts", import.meta.url));

interface GatewayProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What it has written so far, to both streams. */
  readonly output: () => string;
}

/** Runs the gateway for any supergraph as a process of its own; it ends with the test. */
function run(supergraph: string, port = 0, settings: NodeJS.ProcessEnv = {}): GatewayProcess {
  const argv = [main, "--supergraph", supergraph, "--port", String(port), "--insecure"];
  const env = { NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"], ...settings };
  const child = spawn(process.execPath, argv, { env, stdio: ["ignore", "pipe", "pipe"] });
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

/** Waits until a gateway serves without identity and has said so; answers its address. */
async function urlOf({ output }: GatewayProcess): Promise<string> {
  await expect.poll(output, { timeout: 15_000 }).toMatch(/INSECURE/);
  return /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(output())?.[0] ?? "";
}

const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
  type Query { hello(name: String): String }`;

const startGreeter = () => startAgency(sdl, { Query: { hello: () => "xin chào" } });
const supergraphOf = (url: string) => temporaryFile("supergraph.graphql", composeForTest({ greeter: { url, sdl } }));

describe("the gateway as a process", () => {
  it("serves any supergraph at the addresses in it, says loudly that it asks nobody's name, and stops", async () => {
    await using agency = await startGreeter();
    await using file = await supergraphOf(agency.url);
    await using gateway = run(file.path);
    const url = await urlOf(gateway);

    const ask = async (query: string) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) });
      return (await response.json()) as { data: unknown };
    };
    expect(await ask("{ hello }")).toEqual({ data: { hello: "xin chào" } });
    const { data } = await ask(getIntrospectionQuery());
    const query = buildClientSchema(data as IntrospectionQuery).getQueryType();
    expect(query?.getFields()).toHaveProperty("hello");

    gateway.child.kill("SIGTERM");
    expect(await once(gateway.child, "exit")).toEqual([0, null]);
  });

  it("writes no variable, no token and no address of a request into its log, however much it logs", async () => {
    await using agency = await startGreeter();
    await using file = await supergraphOf(agency.url);
    await using gateway = run(file.path, 0, { GATEWAY_LOG_LEVEL: "debug" });
    const url = new URL(await urlOf(gateway));
    url.searchParams.set("name", "hidden-4");
    const body = JSON.stringify({
      query: "query($name: String) { hello(name: $name) }",
      variables: { name: "hidden-1" },
    });
    const ask = async (id: string) => {
      const headers = { "content-type": "application/json", authorization: "Bearer hidden-2", "x-request-id": id };
      return (await fetch(url, { method: "POST", headers, body })).json();
    };

    expect(await ask("seen-1")).toEqual({ data: { hello: "xin chào" } });
    agency.fault = (response) => void response.writeHead(500).end("hidden-3");
    expect(await ask("seen-2")).toMatchObject({ errors: [{ extensions: { code: "AGENCY_FAILED" } }] });
    await agency.stop();
    expect(await ask("seen-3")).toMatchObject({ errors: [{ extensions: { code: "AGENCY_UNREACHABLE" } }] });
    await expect.poll(gateway.output).toMatch(/seen-1[^]*seen-2[^]*AGENCY_FAILED[^]*seen-3[^]*AGENCY_UNREACHABLE/);
    expect(gateway.output()).not.toMatch(/hidden/);
  });

  it("says in a sentence that its port is taken, and ends", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    await using file = await supergraphOf("http://127.0.0.1:1/");
    await using gateway = run(file.path, (taken.address() as AddressInfo).port);
    expect(await once(gateway.child, "exit")).toEqual([1, null]);
    expect(gateway.output()).toMatch(/^listen EADDRINUSE: address already in use .*\n$/);
    taken.close();
  });

  it.each([
    ["is not there", "/nowhere/supergraph.graphql", /nowhere/],
    ["is no supergraph", main, /Syntax Error/],
  ])("does not start when its supergraph %s", async (_, file, sentence) => {
    await using gateway = run(file);
    expect(await once(gateway.child, "exit")).toEqual([1, null]);
    expect(gateway.output()).toMatch(sentence);
    expect(gateway.output()).not.toContain("    at ");
  });
});
