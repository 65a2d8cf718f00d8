import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { chromiumPath, testsLeftOut } from "./test/support/chromium.ts";

// Tests start some hundred processes of the hub; what Node has compiled once, the next one finds here.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("node_modules/.cache/node-compile", import.meta.url));

const besideTheCode = "{gateway,subgraphs,schema}/**/*.test.ts";
const ofTables = "test/database/**/*.test.ts";

export default defineConfig({
  // Libraries load graphql as Node does; Vite would give our files its other copy, whose schemas are strangers.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] },
  test: {
    exclude: [...configDefaults.exclude, ...testsLeftOut(chromiumPath, process.env.CI !== undefined, console.warn)],
    globalSetup: "test/support/cluster.ts",
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores: more workers than that only make each test slower and time-outs likelier.
    maxWorkers: 2,
    // In the order of their names. Many short files share two processes, for loading the same modules would be half of
    // their time; whatever starts a hub, kills one or looks at it in a browser has a process of its own.
    projects: [
      { extends: true, test: { name: "hub", include: ["{deploy,test}/**/*.test.ts"], exclude: [ofTables] } },
      { extends: true, test: { name: "tables", include: [ofTables], isolate: false } },
      { extends: true, test: { name: "units", include: [besideTheCode], isolate: false } },
    ],
  },
});
