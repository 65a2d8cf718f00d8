import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{gateway,subgraphs,schema,deploy,test}/**/*.test.ts"],
    globalSetup: "test/support/cluster.ts",
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores: more workers than that only make each test slower and time-outs likelier.
    maxWorkers: 2,
  },
});
