import { composeServices } from "@apollo/composition";
import { buildSchema, parse, printSchema, type GraphQLSchema } from "graphql";
import { readRules, type Rules } from "../../../gateway/authorization/read-rules.ts";
import type { Policies } from "../../../gateway/authorization/policy.ts";

/** A composed graph as the gateway knows it: what callers ask, and the rules that stand in its supergraph. */
export interface RuledGraph {
  readonly schema: GraphQLSchema;
  readonly supergraph: string;
  readonly rules: Rules;
}

/** What every agency's SDL begins with; the standard directives are imported under other names on purpose. */
const header = `
extend schema
  @link(
    url: "https://specs.apollo.dev/federation/v2.9"
    import: [
      "@key" "@shareable" "@interfaceObject" "@external" "@requires" "@composeDirective" "@policy" "@inaccessible"
      { name: "@authenticated", as: "@login" }
      { name: "@requiresScopes", as: "@can" }
    ]
  )
  @link(url: "https://hub.example/specs/hub/v1.0", import: ["@rule", "@classified"])
  @composeDirective(name: "@rule")
  @composeDirective(name: "@classified")
directive @rule(authenticated: Boolean, scopes: [[String!]!], policies: [[String!]!]) repeatable
  on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
directive @classified(as: hub__DataClass!) repeatable
  on OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION | ENUM_VALUE
enum hub__DataClass { PUBLIC INTERNAL PERSONAL SENSITIVE NOT_SERVED }
`;

/**
 * Composes agencies by name.
 * @throws one Error with every composition error, or what readRules refuses
 */
export function ruledGraph(agencies: Readonly<Record<string, string>>, policies: Policies = new Map()): RuledGraph {
  const supergraph = composed(agencies);
  return { ...supergraph, rules: readRules(supergraph.supergraph, policies) };
}

/** Composes agencies without reading the rules. */
export function composed(agencies: Readonly<Record<string, string>>): Omit<RuledGraph, "rules"> {
  const services = Object.entries(agencies).map(([name, sdl]) => ({
    name,
    url: `http://127.0.0.1/${name}`,
    typeDefs: parse(header + sdl),
  }));
  const { errors = [], schema, supergraphSdl } = composeServices(services);
  if (!schema || !supergraphSdl) throw new Error(errors.map(({ message }) => message).join("\n"));
  const api = printSchema(schema.toAPISchema().toGraphQLJSSchema());
  return { supergraph: supergraphSdl, schema: buildSchema(api, { assumeValid: true }) };
}

/** A graph with every construct that has been a way round a rule somewhere. */
export const richAgencies = {
  people: `
    type Query {
      node(id: ID!, trace: String @rule(scopes: [["trace"]])): Node
      nodes(order: Order, filter: Filter): [Node!]!
      thing: Thing
      person: Person
      people(filter: Filter, order: Order): [Person!]
      me: Person!
      secretRoot: String @login
      ledger: Ledger @can(scopes: [["ledger", "read"], ["root"]])
    }
    type Mutation { rename(name: String!, badge: Badge): Person  touch: String }
    interface Node @key(fields: "id") { id: ID!  label: String  peer: Node  tags(kind: Badge): [String!] }
    interface Named { name: String  peer: Node }
    union Thing = Person | Office | Ledger
    type Person implements Node & Named @key(fields: "id") {
      id: ID!
      label: String @can(scopes: [["label"]])
      name: String
      peer: Person
      tags(kind: Badge): [String!]
      number: String! @can(scopes: [["number"]])
      office: Office
      offices: [Office!]!
      mark: Mark
      badge: Badge
      health: String @classified(as: SENSITIVE)
      birth: String @classified(as: PERSONAL)
      file: String @classified(as: NOT_SERVED)
      allowance: String @policy(policies: [["yes", "maybe"], ["root"]])
    }
    type Office implements Node & Named @key(fields: "id") @can(scopes: [["office"]]) {
      id: ID!
      label: String
      name: String @login
      peer: Node
      tags(kind: Badge): [String!] @policy(policies: [["maybe"]])
      head: Person!
      staff: [Person]
    }
    type Ledger implements Node @key(fields: "id") {
      id: ID!
      label: String
      peer: Ledger!
      tags(kind: Badge @rule(scopes: [["ledger"]])): [String!]
      lines: [[Mark!]!]
    }
    scalar Mark @can(scopes: [["mark"]])
    enum Badge @login { RED  GOLD @rule(scopes: [["gold"]]) }
    enum Order { ID  AGE @rule(authenticated: true, scopes: [["age"]]) }
    input Filter { text: String  age: Int @rule(scopes: [["age"]])  order: Order  all: [Filter!] }
  `,
  extras: `
    type Query { extra(filter: Filter): String }
    type Node @key(fields: "id") @interfaceObject { id: ID!  extra: String @can(scopes: [["extra"]])  open: String }
    input Filter { text: String  age: Int @rule(policies: [["yes"]])  order: Order  all: [Filter!] }
    enum Order { ID AGE }
  `,
  figures: `
    type Person @key(fields: "id") {
      id: ID!
      number: String! @external
      derived: String @requires(fields: "number") @can(scopes: [["number"]])
    }
  `,
  digests: `
    type Person @key(fields: "id") {
      id: ID!
      derived: String @external
      digest: String @requires(fields: "derived") @can(scopes: [["number"]]) @login
    }
  `,
} as const;
