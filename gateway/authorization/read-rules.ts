import { Kind, parse, type ConstDirectiveNode, type DocumentNode } from "graphql";
import { dataClasses, requirementsOfClass, stricter, type DataClass } from "./data-classes.ts";
import { argumentsOf, HUB, readFeatures, type Feature } from "./features.ts";
import type { Policies } from "./policy.ts";
import type { Requirement, Rule } from "./requirements.ts";

/** Everything that a supergraph asks of callers. */
export interface Rules {
  /** Rule at a place; a place that is not in the map is open. Equal requirements are the same object. */
  readonly at: ReadonlyMap<string, Rule>;
  /** Data class of a place, where one is stated. */
  readonly classAt: ReadonlyMap<string, DataClass>;
  readonly policies: Policies;
}

/** What one applied directive says. */
type Reading = { readonly requirements: readonly Requirement[] } | { readonly dataClass: DataClass };
type Reader = (given: Readonly<Record<string, unknown>>) => Reading;

const SPECS = "https://specs.apollo.dev";

/** Who else keeps a promise that must not be ignored: hidden elements are not in the schema that callers ask. */
const ENFORCED_ELSEWHERE: ReadonlySet<string> = new Set([`${SPECS}/inaccessible/v0.2`]);

/** The elements that carry rules, by identity and major version of their specification. */
const READERS: Readonly<Record<string, Readonly<Record<string, Reader>>>> = {
  [`${SPECS}/authenticated/v0`]: { "@authenticated": () => ({ requirements: [{ kind: "authenticated" }] }) },
  [`${SPECS}/requiresScopes/v0`]: { "@requiresScopes": ({ scopes }) => ({ requirements: [anyOf("scopes", scopes)] }) },
  [`${SPECS}/policy/v0`]: { "@policy": ({ policies }) => ({ requirements: [anyOf("policies", policies)] }) },
  [`${HUB}/v1`]: {
    "@rule": ({ authenticated, scopes, policies }) => ({
      requirements: [
        ...(authenticated === true ? [{ kind: "authenticated" as const }] : []),
        ...(scopes == null ? [] : [anyOf("scopes", scopes)]),
        ...(policies == null ? [] : [anyOf("policies", policies)]),
      ],
    }),
    "@classified": ({ as }) => ({ dataClass: as as DataClass }),
  },
};

/**
 * Reads the rules of a supergraph through the identities of its `@link`s, whatever the directives are called in it.
 * @throws one Error that lists everything that could not be enforced: an unknown feature that is for security, an
 * unknown version, a rule that lets everybody pass or has more than 16 alternatives, a policy or class that does not
 * exist, rules without a link, a link without rules
 */
export function readRules(supergraph: string, policies: Policies): Rules {
  const document = parse(supergraph);
  const features = readFeatures(document);
  const problems: string[] = [];
  const readers = readersOf(features, problems);
  const found = new Map<string, Requirement[]>();
  const classAt = new Map<string, DataClass>();
  const applied = new Set<string>();
  for (const [coordinate, directive] of applications(document)) {
    const name = directive.name.value;
    const reader = readers.get(name);
    if (reader === undefined) {
      if (STANDARD_NAMES.has(name)) problems.push(`@${name} at ${coordinate} belongs to no linked specification.`);
      continue;
    }
    applied.add(name);
    const reading = reader(argumentsOf(directive));
    if ("requirements" in reading) {
      if (reading.requirements.length === 0) problems.push(`@${name} at ${coordinate} states no rule.`);
      found.set(coordinate, [...(found.get(coordinate) ?? []), ...reading.requirements]);
    } else if (dataClasses.includes(reading.dataClass)) {
      classAt.set(coordinate, stricter(reading.dataClass, classAt.get(coordinate) ?? reading.dataClass));
    } else problems.push(`@${name} at ${coordinate} names no data class of the hub.`);
  }
  for (const [coordinate, dataClass] of classAt)
    found.set(coordinate, [...requirementsOfClass[dataClass], ...(found.get(coordinate) ?? [])]);
  for (const feature of features.filter(isSecurity)) {
    const names = Object.keys(readersFor(feature) ?? {}).flatMap(feature.namesOf);
    if (names.length > 0 && !names.some((name) => applied.has(name)))
      problems.push(`${feature.identity} is linked, but none of its rules was found.`);
  }
  problems.push(...[...found].flatMap(([coordinate, rule]) => faultsOf(coordinate, rule, policies)));
  if (problems.length > 0) throw new Error(`The supergraph's rules cannot be enforced:\n  ${problems.join("\n  ")}`);
  return { at: interned(found), classAt, policies };
}

/** The class of a field, argument or value: its own, or that of its type if stricter; null if neither has one. */
export function dataClassOf(coordinate: string, { classAt }: Rules): DataClass | null {
  const own = classAt.get(coordinate);
  const ofType = classAt.get(coordinate.split(".", 1)[0] ?? "");
  return own && ofType ? stricter(own, ofType) : (own ?? ofType ?? null);
}

const STANDARD_NAMES: ReadonlySet<string> = new Set(["authenticated", "requiresScopes", "policy"]);

const isSecurity = ({ purpose }: Feature) => purpose === "SECURITY";

const isEnforcedElsewhere = ({ identity, version }: Feature) => ENFORCED_ELSEWHERE.has(`${identity}/${version}`);

const readersFor = ({ identity, version }: Feature) => READERS[`${identity}/${version.replace(/\..*$/, "")}`];

function readersOf(features: readonly Feature[], problems: string[]): ReadonlyMap<string, Reader> {
  const readers = new Map<string, Reader>();
  for (const feature of features) {
    const own = readersFor(feature);
    const isKnownIdentity = Object.keys(READERS).some((key) => key.startsWith(`${feature.identity}/`));
    if (own === undefined && isKnownIdentity)
      problems.push(`${feature.identity} is linked in version ${feature.version || "(none)"}, which is not known.`);
    else if (own === undefined && isSecurity(feature) && !isEnforcedElsewhere(feature))
      problems.push(`${feature.identity} is for security, but not known here.`);
    for (const [element, reader] of Object.entries(own ?? {}))
      for (const name of feature.namesOf(element)) readers.set(name, reader);
  }
  return readers;
}

/** Brackets may be left out where a list has one item, as everywhere in GraphQL. */
const listOf = (given: unknown): readonly unknown[] => (Array.isArray(given) ? given : given == null ? [] : [given]);

const anyOf = (kind: "scopes" | "policies", given: unknown): Requirement => ({
  kind,
  anyOf: listOf(given).map((all) => listOf(all).map(String)),
});

/** Rules of several agencies multiply: a person can still read sixteen alternatives. */
const ALTERNATIVES_MAX = 16;

function faultsOf(coordinate: string, rule: Rule, policies: Policies): readonly string[] {
  return rule.flatMap((requirement) => {
    if (!("anyOf" in requirement)) return [];
    const { kind, anyOf: alternatives } = requirement;
    const count = alternatives.length;
    if (count > ALTERNATIVES_MAX)
      return [`The ${kind} at ${coordinate} have ${count} alternatives; ${ALTERNATIVES_MAX} are allowed.`];
    if (alternatives.some((all) => all.length === 0)) return [`The ${kind} at ${coordinate} let everybody pass.`];
    return kind === "scopes"
      ? []
      : [...new Set(alternatives.flat())]
          .filter((name) => !policies.has(name))
          .map((name) => `${coordinate} asks for the policy "${name}", which does not exist.`);
  });
}

/** Every directive on every element, with the coordinate of the element. */
function* applications(document: DocumentNode): Generator<readonly [string, ConstDirectiveNode]> {
  for (const node of document.definitions) {
    if (!("name" in node) || node.name === undefined || !("directives" in node)) continue;
    if (node.kind === Kind.OPERATION_DEFINITION || node.kind === Kind.FRAGMENT_DEFINITION) continue;
    const type = node.name.value;
    yield* on(type, node.directives);
    for (const member of "fields" in node ? (node.fields ?? []) : "values" in node ? (node.values ?? []) : []) {
      const at = `${type}.${member.name.value}`;
      yield* on(at, member.directives);
      for (const argument of "arguments" in member ? (member.arguments ?? []) : [])
        yield* on(`${at}(${argument.name.value}:)`, argument.directives);
    }
  }
}

const on = (coordinate: string, directives: readonly ConstDirectiveNode[] = []) =>
  directives.map((directive) => [coordinate, directive] as const);

/** Makes equal requirements one object, so that each is looked at once in a request, and drops repetitions. */
function interned(found: ReadonlyMap<string, Rule>): ReadonlyMap<string, Rule> {
  const known = new Map<string, Requirement>();
  const one = (requirement: Requirement): Requirement => {
    const key = JSON.stringify(requirement);
    const same = known.get(key) ?? requirement;
    known.set(key, same);
    return same;
  };
  return new Map([...found].map(([coordinate, rule]) => [coordinate, [...new Set(rule.map(one))]]));
}
