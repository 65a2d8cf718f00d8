import { Kind, visit, type DocumentNode } from "graphql";

/** Names that planner and engine give to variables of their own. */
const RESERVED = /^(representations\d*|contextualArgument_.*)$/;

/**
 * A document whose variables stay clear of reserved names, and the client's name of each variable that had to
 * change.
 */
interface ClearVariables {
  readonly document: DocumentNode;
  readonly clientNames: ReadonlyMap<string, string>;
}

/** Renames a client's variables that have a reserved name; nearly never any. */
export function clearVariables(document: DocumentNode): ClearVariables {
  const clientNames = new Map<string, string>();
  const renamed = visit(document, {
    Variable(variable) {
      if (!RESERVED.test(variable.name.value)) return undefined;
      const name = `client_${variable.name.value}`;
      clientNames.set(name, variable.name.value);
      return { ...variable, name: { kind: Kind.NAME, value: name } };
    },
  });
  return { document: clientNames.size > 0 ? renamed : document, clientNames };
}

/** A client's variables under the document's names. */
export function withClearNames(variables: Readonly<Record<string, unknown>>, { clientNames }: ClearVariables) {
  if (clientNames.size === 0) return variables;
  const given = [...clientNames].filter(([, clientName]) => Object.hasOwn(variables, clientName));
  return { ...variables, ...Object.fromEntries(given.map(([name, clientName]) => [name, variables[clientName]])) };
}
