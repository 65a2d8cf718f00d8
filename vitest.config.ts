import { defineConfig } from "vitest/config";

export default defineConfig({
  // Node gives every importer graphql's CommonJS build; Vite would give ours the other one, and types would not match.
  resolve: { alias: [{ find: /^graphql$/, replacement: "graphql/index.js" }] },
  test: {
    include: ["{gateway,subgraphs,schema,deploy,test}/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Two cores: more workers than that only make each test slower and time-outs likelier.
    maxWorkers: 2,
  },
});
