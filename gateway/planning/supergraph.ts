import { createHash } from "node:crypto";
import { ROUTER_SUPPORTED_SUPERGRAPH_FEATURES, Supergraph as ComposedSupergraph } from "@apollo/federation-internals";
import { buildASTSchema, parse, print, type ConstDirectiveNode, type DocumentNode, type GraphQLSchema } from "graphql";
import { readCostRules, type CostRules } from "../cost/cost-rules.ts";
import { argumentOf, directivesOf } from "./directives.ts";
import { readPersonRules, type PersonRules } from "./person-rules.ts";
import { dropShadowedKeys } from "./repair-keys.ts";
import { requiresConflicts, type RequiresConflicts } from "./requires-conflicts.ts";
import { readShardRules, type ShardRules } from "./shard-rules.ts";
import { tellDays } from "./tell-days.ts";

/** A supergraph as planning and execution read it; never changed after it is made. */
export interface Supergraph {
  /** Digest of the SDL: part of the key of everything remembered for it. */
  readonly id: string;
  /** The SDL as it was offered, which Apollo Server wants to see. */
  readonly offeredSdl: string;
  /** The SDL as the planner gets it, with the keys that mislead the planner removed. */
  readonly sdl: string;
  /** Every type and field of every agency, inaccessible ones too: what answers are verified against. */
  readonly schema: GraphQLSchema;
  /** What clients see. */
  readonly apiSchema: GraphQLSchema;
  /** URL that the SDL gives for each agency, by name. */
  readonly agencies: ReadonlyMap<string, string>;
  /** Resolvable keys of a type in an agency, as field sets; empty when it has none there. */
  readonly keysOf: (agency: string, type: string) => readonly string[];
  readonly shardRules: ShardRules;
  readonly persons: PersonRules;
  readonly costRules: CostRules;
  /** Labels of progressive overrides, sorted. */
  readonly overrideLabels: readonly string[];
  readonly requiresConflicts: RequiresConflicts;
}

/**
 * Reads a composed supergraph. Rights, cost and context directives are accepted; whoever starts an engine must
 * see to it that rights are enforced before planning.
 * @throws when the SDL is not a valid supergraph or asks for a feature that nothing here implements.
 */
export function loadSupergraph(offeredSdl: string): Supergraph {
  const document = dropShadowedKeys(parse(offeredSdl, { noLocation: true }));
  const composed = ComposedSupergraph.build(document, {
    supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
    validateSupergraph: true,
  });
  const schema = buildASTSchema(document, { assumeValid: true, assumeValidSDL: true });
  const graphNames = composed.subgraphNameToGraphEnumValue();
  const agencyOf = new Map([...graphNames].map(([agency, graph]) => [graph, agency]));
  const keys = readKeys(schema, agencyOf);
  return {
    id: createHash("sha256").update(offeredSdl).digest("base64url"),
    offeredSdl,
    sdl: print(document),
    schema,
    apiSchema: tellDays(composed.apiSchema().toGraphQLJSSchema({ includeDefer: true }), document),
    agencies: new Map(composed.subgraphsMetadata().map(({ name, url }) => [name, url])),
    keysOf: (agency, type) => keys.get(`${agency} ${type}`) ?? [],
    shardRules: readShardRules(schema),
    persons: readPersonRules(document, schema),
    costRules: readCostRules(document, schema),
    overrideLabels: readOverrideLabels(document),
    requiresConflicts: requiresConflicts(schema),
  };
}

function readKeys(schema: GraphQLSchema, agencyOf: ReadonlyMap<string, string>): ReadonlyMap<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const type of Object.values(schema.getTypeMap())) {
    for (const join of directivesOf(type, "join__type")) {
      const key = argumentOf(join, "key");
      if (typeof key !== "string" || argumentOf(join, "resolvable") === false) continue;
      const place = `${agencyOf.get(String(argumentOf(join, "graph")))} ${type.name}`;
      keys.set(place, [...(keys.get(place) ?? []), key]);
    }
  }
  return keys;
}

function readOverrideLabels(document: DocumentNode): readonly string[] {
  const labels = new Set<string>();
  const note = (directives: readonly ConstDirectiveNode[] = []) => {
    for (const directive of directives) {
      const label = directive.name.value === "join__field" ? argumentOf(directive, "overrideLabel") : undefined;
      if (typeof label === "string") labels.add(label);
    }
  };
  for (const definition of document.definitions) {
    if ("fields" in definition) definition.fields?.forEach((field) => note(field.directives));
  }
  return [...labels].sort();
}
