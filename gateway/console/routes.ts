import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyError, FastifyInstance } from "fastify";
import { bundleConsole, bundleVersion } from "./bundle.ts";
import { consolePage, failedPage, waitingPage, type PageFacts } from "./html.ts";

/** What the console is made of. */
export interface ConsoleOptions extends PageFacts {
  /** A folder, made when absent, that keeps the built page between starts in its subfolder `console`. */
  readonly cacheDir: string;
}

/**
 * Only what comes from the hub itself may load or run. Inline *styles* stay allowed, because the editor places every
 * line of text by a style attribute; images as data are its squiggles below errors.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Serves the console at `/` and its files below `/console/`; the page is built once the hub listens. */
export function registerConsole(app: FastifyInstance, { cacheDir, ...facts }: ConsoleOptions): void {
  const version = bundleVersion();
  const root = resolve(cacheDir, "console");
  const stopped = new AbortController();
  let page = waitingPage;

  app.addHook("onListen", () => {
    bundleConsole(`${root}/${version}`, stopped.signal).then(
      () => (page = consolePage(`/console/${version}`, facts)),
      (error: unknown) => {
        if (stopped.signal.aborted) return;
        page = failedPage;
        app.log.error({ err: error }, "the console could not be built");
      },
    );
  });
  app.addHook("onClose", async () => stopped.abort());

  app.register(async (routes) => {
    routes.addHook("onRequest", async (_, reply) => {
      reply.headers({
        "content-security-policy": contentSecurityPolicy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      });
    });
    routes.get("/", async (_, reply) => {
      reply.headers({ "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
      return page;
    });
    // A folder is refused as forbidden, which would tell that it is there.
    routes.setErrorHandler<FastifyError>((error, _, reply) => {
      if ((error.statusCode ?? 500) >= 500) throw error;
      reply.callNotFound();
    });
    mkdirSync(root, { recursive: true });
    await routes.register(fastifyStatic, {
      root,
      prefix: "/console/",
      preCompressed: true,
      immutable: true,
      maxAge: "1y",
      index: false,
      dotfiles: "ignore",
      decorateReply: false,
    });
  });
}
