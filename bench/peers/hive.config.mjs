import { defineConfig } from "@graphql-hive/gateway";
import { unifiedGraphHandler } from "@graphql-hive/router-runtime";

/** Hive Gateway with the planner written in Rust. */
export const gatewayConfig = defineConfig({ unifiedGraphHandler, graphiql: false, landingPage: false });
