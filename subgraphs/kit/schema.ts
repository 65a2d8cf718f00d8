import { readFileSync } from "node:fs";
import { buildSubgraphSchema, type GraphQLResolverMap } from "@apollo/subgraph";
import { parse, type GraphQLSchema } from "graphql";

/** An executable Federation 2 schema from an agency's SDL file and its resolvers. */
export function agencySchema<Context>(sdlFile: URL, resolvers: GraphQLResolverMap<Context>): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(readFileSync(sdlFile, "utf8")), resolvers }]);
}
