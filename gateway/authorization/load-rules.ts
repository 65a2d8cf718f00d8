import type { GraphQLSchema } from "graphql";
import { hubPolicies } from "./policies.ts";
import { proveRules } from "./prove-rules.ts";
import { readRules, type Rules } from "./read-rules.ts";

/**
 * The rules of a supergraph, seen to deny. A supergraph whose rules cannot be enforced is not to be served.
 * @param schema the graph of the same supergraph as callers see it
 * @throws one Error that lists everything that is wrong
 */
export function loadRules(supergraph: string, schema: GraphQLSchema): Rules {
  const rules = readRules(supergraph, hubPolicies);
  proveRules(schema, rules);
  return rules;
}
