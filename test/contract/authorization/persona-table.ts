import { isCompositeType, parse, type GraphQLSchema } from "graphql";
import type { Caller } from "#contract/caller.ts";
import {
  compileRights,
  type FieldRights,
  type SelectionRights,
} from "../../../gateway/authorization/compile-rights.ts";
import type { DataClass } from "../../../gateway/authorization/data-classes.ts";
import { filterOperation } from "../../../gateway/authorization/filter-operation.ts";
import { probesOf, type Probe } from "../../../gateway/authorization/probes.ts";
import { dataClassOf, type Rules } from "../../../gateway/authorization/read-rules.ts";
import type { Persona } from "../../../gateway/identity/personas.ts";

/** Whether a persona may ask for a place: always, never, or as a policy decides by what is asked. */
type Access = "yes" | "no" | "policy";

/** One field, or one argument, input field or enum value with a rule of its own. */
export interface TableRow {
  readonly coordinate: string;
  /** Its own class or that of its type; null if neither has one. */
  readonly dataClass: DataClass | null;
  /** By name of persona. */
  readonly access: Readonly<Record<string, Access>>;
}

/**
 * What each persona may ask for, for their first purpose: a row for every field that callers can reach and for every
 * other place with a rule, by coordinate. Places are judged by themselves, whether or not the way to them is open.
 */
export function personaTable(schema: GraphQLSchema, rules: Rules, personas: readonly Persona[]): readonly TableRow[] {
  const isField = (coordinate: string) =>
    !coordinate.includes("(") && isCompositeType(schema.getType(coordinate.split(".")[0] ?? ""));
  return [...probesOf(schema)]
    .filter(([coordinate]) => coordinate.includes(".") && (isField(coordinate) || rules.at.has(coordinate)))
    .map(([coordinate, probe]) => ({
      coordinate,
      dataClass: dataClassOf(coordinate, rules),
      access: Object.fromEntries(
        personas.map((persona) => [persona.name, accessOf(probe, callerAs(persona), schema, rules)]),
      ),
    }))
    .toSorted((one, other) => (one.coordinate < other.coordinate ? -1 : 1));
}

/** The table as Markdown. */
export function markdownOf(rows: readonly TableRow[], personas: readonly Persona[]): string {
  const names = personas.map(({ name }) => name);
  const line = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line("place", "class", ...names),
    line(...["", "", ...names].map(() => "---")),
    ...rows.map(({ coordinate, dataClass, access }) =>
      line(`\`${coordinate}\``, dataClass ?? "", ...names.map((name) => access[name] ?? "")),
    ),
  ].join("\n");
}

function accessOf({ query }: Probe, caller: Caller, schema: GraphQLSchema, rules: Rules): Access {
  const isDenied = (under: Rules) => {
    const compiled = compileRights(parse(query), undefined, schema, under);
    return filterOperation(compiled, caller, {}).projection.denied.has(deepest(compiled.selections) as FieldRights);
  };
  const obliging = new Map([...rules.policies.keys()].map((name) => [name, () => true]));
  if (isDenied({ ...rules, policies: obliging })) return "no";
  return isDenied({ ...rules, policies: new Map() }) ? "policy" : "yes";
}

/** The field that a probe is for: the last of its one branch, its `__typename` not counted. */
function deepest(selections: readonly SelectionRights[]): FieldRights | undefined {
  const [selection] = selections;
  const below = selection && deepest(selection.children);
  if (below || selection?.kind !== "field" || selection.node.name.value === "__typename") return below;
  return selection;
}

const callerAs = ({ name, organization, committees, scopes, purposes, memberId }: Persona): Caller => ({
  issuer: "urn:test:issuer",
  subject: name,
  organization,
  committees,
  scopes,
  purposes,
  purpose: purposes[0] ?? null,
  memberId,
  tokenId: "t",
  expiresAt: 0,
});
