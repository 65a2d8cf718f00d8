import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { chromiumPath, testsLeftOut } from "./test/support/chromium.ts";

// Tests start some hundred processes of the hub; what Node has compiled once, the next one finds here.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL("node_modules/.cache/node-compile", import.meta.url));

const ofFaults = "test/faults/**/*.test.ts";
const ofEverything = "{gateway,subgraphs,schema,deploy,test}/**/*.test.ts";

export default defineConfig({
  // Libraries load graphql as Node does; Vite would give our files its other copy, whose schemas are strangers.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve("graphql")) }] },
  test: {
    exclude: [...configDefaults.exclude, ...testsLeftOut(chromiumPath, process.env.CI !== undefined, console.warn)],
    globalSetup: "test/support/cluster.ts",
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // How soon something comes true is the machine's affair; where it is the claim, a test says how soon.
    expect: { poll: { timeout: 10_000 } },
    // Two cores: more workers than that only make each test slower and time-outs likelier.
    maxWorkers: 2,
    // Files share the two processes: what one has loaded and warmed up the next one finds, where a process for each
    // would spend a third of its time on that. Nothing may end the process it runs in, nor leave its settings changed.
    isolate: false,
    // In the order of their names, so that what takes long and is short to read does not come last.
    projects: [
      { extends: true, test: { name: "faults", include: [ofFaults] } },
      { extends: true, test: { name: "hub", include: [ofEverything], exclude: [ofFaults] } },
    ],
  },
});
