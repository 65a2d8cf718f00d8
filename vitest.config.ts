import { configDefaults, defineConfig } from "vitest/config";
import { chromiumPath, testsLeftOut } from "./test/support/chromium.ts";

export default defineConfig({
  test: {
    include: ["{gateway,subgraphs,schema,deploy,test}/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...testsLeftOut(chromiumPath, process.env.CI !== undefined, console.warn)],
    globalSetup: "test/support/cluster.ts",
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores: more workers than that only make each test slower and time-outs likelier.
    maxWorkers: 2,
  },
});
