import Fastify from "fastify";
import { expect, it } from "vitest";
import { launchBrowser, watchPage } from "../support/browser.ts";

it("a watched page is caught asking the outside, breaking the policy and throwing, also in a worker", async () => {
  await using app = Fastify({ forceCloseConnections: true });
  app.get("/", async (_, reply) =>
    reply
      .type("text/html")
      .header("content-security-policy", "script-src 'self'")
      .send(`<img src="http://outside.example/a.png"><script>inline()</script><script src="/page.js"></script>`),
  );
  const scripts = {
    "/page.js": `new Worker("/worker.js"); missing();`,
    "/worker.js": `fetch("http://outside.example/b")`,
  };
  for (const [path, text] of Object.entries(scripts)) {
    app.get(path, async (_, reply) => reply.type("text/javascript").send(text));
  }
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const browser = await launchBrowser();
  try {
    await using visit = await watchPage(browser, url);
    const expected = ["http://outside.example/a.png", "http://outside.example/b"];
    await expect.poll(() => [...visit.outsideRequests].sort()).toEqual(expected);
    expect(visit.complaints).toContainEqual(expect.stringContaining("Content Security Policy"));
    expect(visit.complaints).toContainEqual(expect.stringContaining("missing is not defined"));
  } finally {
    await browser.close();
  }
});
