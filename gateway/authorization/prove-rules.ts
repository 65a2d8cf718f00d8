import type { Caller } from "#contract/caller.ts";
import { parse, type GraphQLSchema } from "graphql";
import { probesOf, type Probe } from "./probes.ts";
import { compileRights } from "./compile-rights.ts";
import { filterOperation } from "./filter-operation.ts";
import type { Rules } from "./read-rules.ts";
import type { Requirement, Rule } from "./requirements.ts";

/** What the proof has seen. */
export interface RulesProof {
  /** Places whose every requirement was seen to deny. */
  readonly provenCount: number;
  /** Places with a rule that no query reaches, for example because they are hidden from callers. */
  readonly unreached: readonly string[];
}

/**
 * Asks for every place that carries a rule, as a caller who has everything but what one requirement of it wants, and
 * sees that it is denied; then as one who has everything, and sees that it is not.
 * @throws one Error that names every place that was not denied, or every place when none could be asked for
 */
export function proveRules(schema: GraphQLSchema, rules: Rules): RulesProof {
  const probes = probesOf(schema);
  const problems: string[] = [];
  const unreached: string[] = [];
  for (const [coordinate, rule] of rules.at) {
    const probe = probes.get(coordinate);
    if (probe === undefined) unreached.push(coordinate);
    else problems.push(...failuresOf(coordinate, rule, probe, { schema, rules }));
  }
  const provenCount = rules.at.size - unreached.length;
  if (rules.at.size > 0 && provenCount === 0)
    problems.push(`none of the ${rules.at.size} places with a rule can be asked for.`);
  if (problems.length > 0) throw new Error(`The rules do not hold:\n  ${problems.join("\n  ")}`);
  return { provenCount, unreached };
}

function failuresOf(
  coordinate: string,
  rule: Rule,
  probe: Probe,
  graph: { readonly schema: GraphQLSchema; readonly rules: Rules },
): readonly string[] {
  const failures = rule
    .filter((requirement) => isAnswered(probe, graph.schema, without(requirement, graph.rules)))
    .map(({ kind }) => `${coordinate} is not denied to a caller who does not fulfil its rule (${kind}).`);
  const isClosed = probe.coordinates.some((above) => graph.rules.at.get(above)?.some(({ kind }) => kind === "never"));
  if (!isClosed && !isAnswered(probe, graph.schema, withEverything(graph.rules)))
    failures.push(`${coordinate} is denied to a caller who fulfils every rule, so the proof would prove nothing.`);
  return failures;
}

/** A caller and the rules as that caller meets them. */
interface Trial {
  readonly caller: Caller | null;
  readonly rules: Rules;
}

function isAnswered({ query }: Probe, schema: GraphQLSchema, { caller, rules }: Trial): boolean {
  const filtered = filterOperation(compileRights(parse(query), undefined, schema, rules), caller, {});
  return filtered.errors.length === 0;
}

function withEverything(rules: Rules): Trial {
  const scopes = [...rules.at.values()].flat().flatMap((one) => (one.kind === "scopes" ? one.anyOf.flat() : []));
  const policies = new Map([...rules.policies.keys()].map((name) => [name, () => true]));
  return { caller: { ...NOBODY, scopes, purpose: "AUDIT" }, rules: { ...rules, policies } };
}

function without(requirement: Requirement, rules: Rules): Trial {
  const trial = withEverything(rules);
  const { caller } = trial;
  switch (requirement.kind) {
    case "authenticated":
      return { ...trial, caller: null };
    case "purpose":
      return { ...trial, caller: caller && { ...caller, purpose: null } };
    case "scopes":
      return { ...trial, caller: caller && { ...caller, scopes: [] } };
    case "policies":
      return { ...trial, rules: { ...rules, policies: new Map() } };
    case "never":
      return trial;
  }
}

const NOBODY: Caller = {
  issuer: "urn:hub:proof",
  subject: "proof",
  organization: "proof",
  committees: [],
  scopes: [],
  purposes: [],
  purpose: null,
  memberId: null,
  tokenId: "proof",
  expiresAt: 0,
};
