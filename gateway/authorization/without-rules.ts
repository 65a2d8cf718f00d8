import { parse, print, visit } from "graphql";
import { argumentsOf, readFeatures } from "./features.ts";

/** The specifications that the stock planner would refuse to ignore; the gateway has enforced them before planning. */
const ENFORCED_BEFORE_PLANNING: ReadonlySet<string> = new Set(
  ["authenticated", "requiresScopes", "policy"].map((name) => `https://specs.apollo.dev/${name}`),
);

/**
 * A supergraph for a planner: the same graph without the rules, which must have been read from the whole one before,
 * and of which every document that is planned is already held to.
 */
export function withoutRules(supergraph: string): string {
  const document = parse(supergraph);
  const taken = readFeatures(document).filter(({ identity }) => ENFORCED_BEFORE_PLANNING.has(identity));
  const names = new Set(
    taken.flatMap(({ identity, namesOf }) => [
      ...namesOf(`@${identity.slice(identity.lastIndexOf("/") + 1)}`),
      ...["Scope", "Policy"].flatMap(namesOf),
    ]),
  );
  const urls = new Set(taken.map(({ identity }) => identity));
  const rest = visit(document, {
    Directive: (node) => {
      const { url } = argumentsOf(node);
      const isLink = typeof url === "string" && [...urls].some((identity) => url.startsWith(`${identity}/`));
      return isLink || names.has(node.name.value) ? null : undefined;
    },
    DirectiveDefinition: ({ name }) => (names.has(name.value) ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (names.has(name.value) ? null : undefined),
  });
  return `${print(rest)}\n`;
}
