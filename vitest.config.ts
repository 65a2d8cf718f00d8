import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { chromiumPath, testsLeftOut } from "./test/support/chromium.ts";

export default defineConfig({
  // Libraries load graphql as Node does; Vite would give our files its other copy, whose schemas are strangers.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] },
  test: {
    include: ["{gateway,subgraphs,schema,deploy,test}/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...testsLeftOut(chromiumPath, process.env.CI !== undefined, console.warn)],
    globalSetup: "test/support/cluster.ts",
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // One more than two cores, because tests wait a quarter of their time for processes of their own.
    maxWorkers: 3,
  },
});
