import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import Fastify from "fastify";
import { describe, expect, it, onTestFinished } from "vitest";
import { bundleVersion } from "./bundle.ts";
import { registerConsole } from "./routes.ts";

async function serve(prepare: (root: string) => void) {
  const cacheDir = mkdtempSync(`${tmpdir()}/console-`);
  const app = Fastify();
  onTestFinished(async () => {
    await app.close();
    rmSync(cacheDir, { recursive: true });
  });
  registerConsole(app, { cacheDir, questions: [], signIn: "none", isSynthetic: true });
  await app.ready();
  prepare(`${cacheDir}/console`);
  await app.listen({ host: "127.0.0.1", port: 0 });
  return app;
}

/** What an earlier start of the same version leaves. */
function leaveBundle(root: string) {
  const directory = `${root}/${bundleVersion()}`;
  mkdirSync(directory);
  writeFileSync(`${directory}/main.js`, "plain");
  writeFileSync(`${directory}/main.js.br`, "brotli");
  writeFileSync(`${directory}/main.js.gz`, "gzip");
  writeFileSync(`${root}/.unfinished-1`, "hidden");
}

const script = `/console/${bundleVersion()}/main.js`;

describe("the console's addresses", () => {
  it("serve the page at once when an earlier start has built it", async () => {
    const app = await serve(leaveBundle);
    await expect.poll(async () => (await app.inject("/")).body).toContain(`src="${script}"`);
  });

  it("let nothing load or run but what comes from the hub", async () => {
    const app = await serve(leaveBundle);
    for (const url of ["/", script]) {
      const policy = String((await app.inject(url)).headers["content-security-policy"]);
      expect(policy).toContain("default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
    }
  });

  it.each([
    ["br, gzip", "br", "brotli"],
    ["gzip", "gzip", "gzip"],
    ["identity", undefined, "plain"],
  ])("send a script in the best encoding of %s, to be kept for good", async (accepted, encoding, body) => {
    const app = await serve(leaveBundle);
    const answer = await app.inject({ url: script, headers: { "accept-encoding": accepted } });
    expect(answer.body).toBe(body);
    expect(answer.headers["content-encoding"]).toBe(encoding);
    expect(answer.headers["content-type"]).toContain("javascript");
    expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(answer.headers.vary).toBe("accept-encoding");
  });

  it("never keep the page itself, because the next version bears the same address", async () => {
    const app = await serve(leaveBundle);
    expect((await app.inject("/")).headers["cache-control"]).toBe("no-store");
  });

  it.each(["/console/", "/console/.unfinished-1", "/console/../secret", `${script}x`])("hide %s", async (url) => {
    const app = await serve(leaveBundle);
    expect((await app.inject(url)).statusCode).toBe(404);
  });

  it("say in both languages that the page could not be built, and keep on serving", async () => {
    const app = await serve((root) => {
      rmSync(root, { recursive: true });
      writeFileSync(root, "A file where the folder should be.");
    });
    const body = async () => (await app.inject("/")).body;
    await expect.poll(body, { timeout: 15_000 }).toContain("Không dựng được trang truy vấn");
    expect((await app.inject("/")).body).toContain("Queries to /graphql still work.");
  });
});
