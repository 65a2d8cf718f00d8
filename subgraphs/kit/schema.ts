import { readFileSync } from "node:fs";
import { buildSubgraphSchema, type GraphQLResolverMap } from "@apollo/subgraph";
import { parse, type GraphQLSchema } from "graphql";

/** An executable Federation 2 schema from an agency's SDL file and its resolvers. */
export function agencySchema(sdlFile: URL, resolvers: GraphQLResolverMap): GraphQLSchema {
  return buildSubgraphSchema([{ typeDefs: parse(readFileSync(sdlFile, "utf8")), resolvers }]);
}
