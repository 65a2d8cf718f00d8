import { valueFromASTUntyped, type FieldNode } from "graphql";
import { toResponse, toSubrequest, type DataSource } from "./agency-data-source.ts";
import { locatedError, type LocatedError } from "./agency-errors.ts";
import type { AgencyAnswer, AgencyInstance } from "./agency-instance.ts";
import type { Shards } from "./shards.ts";
import { rootFields, withRootFields } from "./split-operation.ts";
import { operationOf, representationsOf, wantedPaths, type Representation, type Subrequest } from "./subrequest.ts";

/** An agency of several instances, each with committees of its own. */
export interface ShardedAgency {
  readonly agency: string;
  /** The instance that serves a committee, or undefined when none does. */
  readonly instanceOf: (committee: string) => AgencyInstance | undefined;
  /** As the supergraph in force says. */
  readonly shards: () => Shards;
}

/**
 * A data source that sends each part of a fetch to the instance that has it, all at once, and puts the answers
 * together in the order of the question. An instance that is away costs what it alone has; a committee that no
 * instance serves is a COMMITTEE_UNKNOWN at its place.
 */
export const shardedDataSource = (agency: ShardedAgency): DataSource => ({
  process: async (options) => {
    const subrequest = toSubrequest(options);
    const representations = representationsOf(subrequest);
    return toResponse(
      await (representations ? askForEntities(agency, subrequest, representations) : askAtRoot(agency, subrequest)),
    );
  },
});

async function askForEntities(
  { agency, instanceOf, shards }: ShardedAgency,
  subrequest: Subrequest,
  representations: readonly Representation[],
): Promise<AgencyAnswer> {
  const indicesByInstance = new Map<AgencyInstance, number[]>();
  const unserved = new Map<number, unknown>();
  for (const [index, representation] of representations.entries()) {
    const committee = committeeOf(representation, shards());
    // The agency that should have named the committee did not: whatever kept it from doing so is reported there.
    if (committee === null || committee === undefined) continue;
    const instance = instanceOf(String(committee));
    if (instance) append(indicesByInstance, instance, index);
    else unserved.set(index, committee);
  }
  const lost = unserved.size === 0 ? [] : wantedPaths(subrequest).filter(([, index]) => unserved.has(index as number));
  const errors = lost.map((path) => committeeUnknown(agency, unserved.get(path[1] as number), path));
  const entities: unknown[] = representations.map(() => null);
  const parts = [...indicesByInstance].map(async ([instance, indices]) => {
    const variables = { ...subrequest.variables, representations: indices.map((index) => representations[index]) };
    const answer = await instance.ask({ ...subrequest, variables });
    const found = answer.data["_entities"] as readonly unknown[];
    for (const [part, index] of indices.entries()) entities[index] = found[part];
    errors.push(...answer.errors.map((error) => ({ ...error, path: reindex(error.path, indices) })));
  });
  await Promise.all(parts);
  return { data: { _entities: entities }, errors };
}

const committeeOf = (representation: Representation, { pathByType }: Shards): unknown =>
  pathByType
    .get(representation.__typename)
    ?.reduce<unknown>((value, step) => (value as Record<string, unknown> | null | undefined)?.[step], representation);

/** `["_entities", n, …]` with the place of the n-th entity of a part in the whole. */
const reindex = ([root = "", part, ...rest]: LocatedError["path"], indices: readonly number[]) => [
  root,
  indices[part as number] ?? 0,
  ...rest,
];

async function askAtRoot({ agency, instanceOf, shards }: ShardedAgency, subrequest: Subrequest): Promise<AgencyAnswer> {
  const fieldsByInstance = new Map<AgencyInstance, FieldNode[]>();
  const errors: LocatedError[] = [];
  const fields = rootFields(subrequest.document).filter(({ name }) => name.value !== "__typename");
  const variables = withDefaults(subrequest);
  for (const field of fields) {
    const [by, ...within] = shards().argumentByField.get(field.name.value) ?? [];
    const argument = field.arguments?.find(({ name }) => name.value === by);
    const committee = within.reduce<unknown>(
      (value, step) => (value as Record<string, unknown> | null | undefined)?.[step],
      argument && valueFromASTUntyped(argument.value, variables),
    );
    const instance = instanceOf(String(committee));
    if (instance) append(fieldsByInstance, instance, field);
    else errors.push(committeeUnknown(agency, committee, [(field.alias ?? field.name).value]));
  }
  const parts = [...fieldsByInstance].map(([instance, own]) =>
    instance.ask(own.length === fields.length ? subrequest : withRootFields(subrequest, own)),
  );
  const answers = await Promise.all(parts);
  return {
    data: Object.assign({}, ...answers.map(({ data }) => data)) as AgencyAnswer["data"],
    errors: [...errors, ...answers.flatMap((answer) => answer.errors)],
  };
}

function withDefaults(subrequest: Subrequest): Record<string, unknown> {
  const { variableDefinitions = [] } = operationOf(subrequest);
  const defaults = variableDefinitions.flatMap(({ variable, defaultValue }) =>
    defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)] as const] : [],
  );
  return { ...Object.fromEntries(defaults), ...subrequest.variables };
}

/** Longer than any code that is one; what is longer is not worth repeating. */
const CODE_LENGTH_MAX = 20;

function committeeUnknown(agency: string, committee: unknown, path: LocatedError["path"]): LocatedError {
  const named = JSON.stringify(String(committee).slice(0, CODE_LENGTH_MAX));
  return locatedError(agency, "COMMITTEE_UNKNOWN", path, `No instance serves the committee ${named}.`);
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
