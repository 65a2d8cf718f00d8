import { Kind, valueFromASTUntyped, type DirectiveNode, type DocumentNode } from "graphql";

/** A specification that a supergraph follows, as one `@link` on its schema says. */
export interface Feature {
  /** Address without version: what the specification is, whatever its elements are called here. */
  readonly identity: string;
  /** `v1.0`; empty when the address carries none. */
  readonly version: string;
  /** `SECURITY` features must not be ignored by whoever does not know them; null when nothing is said. */
  readonly purpose: string | null;
  /** Every name under which an element of the specification may stand in this document; `@` marks a directive. */
  readonly namesOf: (element: string) => readonly string[];
}

/** Identity of the hub's own specification, which the graphs of its agencies follow and others do not. */
export const HUB = "https://hub.example/specs/hub";

/** Reads the `@link` directives of a supergraph; other directives of the schema definition are left alone. */
export function readFeatures(document: DocumentNode): readonly Feature[] {
  return document.definitions
    .flatMap((node) =>
      node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION ? (node.directives ?? []) : [],
    )
    .map(argumentsOf)
    .flatMap((link) => (typeof link["url"] === "string" ? [featureOf(link["url"], link)] : []));
}

/** Values of a directive's arguments by name, as they stand in the document. */
export const argumentsOf = ({ arguments: given = [] }: DirectiveNode): Readonly<Record<string, unknown>> =>
  Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)]));

function featureOf(url: string, { as, import: imports, for: purpose }: Readonly<Record<string, unknown>>): Feature {
  const [, identity = url, version = ""] = /^(.*?)(?:\/(v\d+\.\d+))?\/?$/.exec(url) ?? [];
  const ownName = identity.slice(identity.lastIndexOf("/") + 1);
  const localName = typeof as === "string" ? as : ownName;
  const imported = (Array.isArray(imports) ? imports : []).map((item: unknown) =>
    typeof item === "string" ? { name: item, as: item } : { as: (item as Import).name, ...(item as Import) },
  );
  return {
    identity,
    version,
    purpose: typeof purpose === "string" ? purpose : null,
    namesOf: (element) => {
      const bare = element.replace(/^@/, "");
      const own = element === `@${ownName}` ? [localName] : [];
      const aliases = imported.filter(({ name }) => name === element).map((item) => item.as.replace(/^@/, ""));
      return [...own, `${localName}__${bare}`, ...aliases];
    },
  };
}

interface Import {
  readonly name: string;
  readonly as?: string;
}
