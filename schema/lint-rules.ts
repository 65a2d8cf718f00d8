import { Kind, type InputValueDefinitionNode } from "graphql";
import { deprecationsGiveNotice } from "./life/deprecations-give-notice.ts";
import {
  argumentOf,
  directiveOf,
  isList,
  namedTypeOf,
  type LintedGraph,
  type LintedType,
  type LintRule,
} from "./lint.ts";

const isRoot = ({ name }: LintedType) => name === "Query" || name === "Mutation" || name === "Subscription";

const fieldsOf = ({ types }: LintedGraph) =>
  types.flatMap((type) =>
    type.fields.map((field) => ({ type, field, at: `${type.agency}: ${type.name}.${field.name.value}` })),
  );

/** Types, fields, arguments, enum values, input fields and scalars say what they are; stubs leave it to the owner. */
const everythingIsDescribed: LintRule = (graph) => {
  const { types, enums, inputs, scalars } = graph;
  const elements = [
    ...types
      .filter((type) => !type.isStub && !isRoot(type))
      .map((type) => [`${type.agency}: ${type.name}`, type.description]),
    ...fieldsOf(graph)
      .filter(({ type, field }) => !type.isStub && !directiveOf(field, "external"))
      .flatMap(({ field, at }) => [
        [at, field.description?.value],
        ...(field.arguments ?? []).map((argument) => [`${at}(${argument.name.value}:)`, argument.description?.value]),
      ]),
    ...[...enums, ...inputs, ...scalars].map(({ agency, name, description }) => [
      `${agency}: ${name.value}`,
      description?.value,
    ]),
    ...enums.flatMap(({ agency, name, values = [] }) =>
      values.map((value) => [`${agency}: ${name.value}.${value.name.value}`, value.description?.value]),
    ),
    ...inputs.flatMap(({ agency, name, fields = [] }) =>
      fields.map((field) => [`${agency}: ${name.value}.${field.name.value}`, field.description?.value]),
    ),
  ] as const;
  return elements.filter(([, description]) => !description?.trim()).map(([at]) => `${at} has no description.`);
};

/**
 * A field of an entity that other agencies hold too is nullable unless it belongs to a key: its owner may be away,
 * and a null in a non-null place would take the other agencies' facts with it.
 */
const crossAgencyFieldsAreNullable: LintRule = (graph) => {
  const holders = Map.groupBy(
    graph.types.filter(({ keyPaths }) => keyPaths.size > 0),
    ({ name }) => name,
  );
  return fieldsOf(graph)
    .filter(({ type }) => (holders.get(type.name) ?? []).some(({ agency }) => agency !== type.agency))
    .filter(({ type, field }) => !type.keyPaths.has(field.name.value) && !directiveOf(field, "external"))
    .filter(({ type, field }) => !isKeyElsewhere(holders.get(type.name) ?? [], field.name.value))
    .filter(({ field }) => field.type.kind === Kind.NON_NULL_TYPE)
    .map(({ at }) => `${at} must be nullable, because other agencies hold this type too.`);
};

const isKeyElsewhere = (holders: readonly LintedType[], field: string) =>
  holders.some(({ keyPaths }) => keyPaths.has(field));

/** The one object-valued field that two agencies may both answer: it is part of a key. */
const SHAREABLE_OBJECT_FIELD = "Member.homeCommittee";

/** Only scalars are shareable: two agencies that both answer an object would have to agree on all below it. */
const shareableFieldsHoldScalars: LintRule = (graph) =>
  fieldsOf(graph)
    .filter(({ type, field }) => directiveOf(field, "shareable") || directiveOf(type, "shareable"))
    .filter(({ field }) => graph.compositeNames.has(namedTypeOf(field.type)))
    .filter(({ type, field }) => `${type.name}.${field.name.value}` !== SHAREABLE_OBJECT_FIELD)
    .map(({ at }) => `${at} must not be @shareable, because its value is an object.`);

/** `by` of `@shard` names an argument of the field or a field of its input, or a path within a key of the type. */
const shardsNameWhatExists: LintRule = (graph) => [
  ...fieldsOf(graph).flatMap(({ type: { agency }, field, at }) => {
    const by = shardOf(field);
    return by === undefined || isGiven(graph, agency, field.arguments ?? [], by.split("."))
      ? []
      : [`${at} has @shard(by: "${by}"), but no argument of that name.`];
  }),
  ...graph.types.flatMap((type) => {
    const by = shardOf(type);
    return by === undefined || type.keyPaths.has(by)
      ? []
      : [`${type.agency}: ${type.name} has @shard(by: "${by}"), which no key of the type holds.`];
  }),
];

/** Whether a path leads from these arguments, or fields of an input, to one that is there. */
function isGiven(
  graph: LintedGraph,
  agency: string,
  given: readonly InputValueDefinitionNode[],
  [step, ...rest]: readonly string[],
): boolean {
  const found = given.find(({ name }) => name.value === step);
  if (!found || rest.length === 0) return found !== undefined;
  const input = graph.inputs.find((it) => it.agency === agency && it.name.value === namedTypeOf(found.type));
  return isGiven(graph, agency, input?.fields ?? [], rest);
}

/** An agency of several instances says for each of its root fields how to find the instance. */
const rootFieldsOfShardedAgenciesAreSharded: LintRule = (graph) => {
  const sharded = new Set(graph.types.filter((type) => shardOf(type) !== undefined).map(({ agency }) => agency));
  return fieldsOf(graph)
    .filter(({ type, field }) => sharded.has(type.agency) && isRoot(type) && shardOf(field) === undefined)
    .map(({ at }) => `${at} has no @shard, so nobody could tell which instance answers it.`);
};

function shardOf(element: Parameters<typeof directiveOf>[0]): string | undefined {
  const shard = directiveOf(element, "shard");
  return shard && String(argumentOf(shard, "by"));
}

const CONNECTION_FIELDS = ["nodes", "edges", "pageInfo", "totalCount"];

/** Every list that can grow is a connection of one shape, asked for with `first` and `after`. */
const connectionsHaveOneShape: LintRule = (graph) => [
  ...graph.types
    .filter(({ name }) => name.endsWith("Connection"))
    .flatMap(({ agency, name, fields }) =>
      CONNECTION_FIELDS.filter((wanted) => !fields.some((field) => field.name.value === wanted)).map(
        (missing) => `${agency}: ${name} has no field ${missing}.`,
      ),
    ),
  ...fieldsOf(graph)
    .filter(({ field }) => namedTypeOf(field.type).endsWith("Connection"))
    .flatMap(({ field, at }) =>
      ["first", "after"]
        .filter((wanted) => !field.arguments?.some(({ name }) => name.value === wanted))
        .map((missing) => `${at} answers a connection, but has no argument ${missing}.`),
    ),
];

/** Names follow the house: what a field holds shows in its name. */
const namesFollowTheHouse: LintRule = (graph) => {
  const wrong = (at: string, name: string, form: RegExp, rule: string) => (form.test(name) ? [] : [`${at} ${rule}`]);
  const nameOf = (node: { readonly name: { readonly value: string } }) => node.name.value;
  return [
    ...graph.types.flatMap(({ agency, name }) =>
      wrong(`${agency}: ${name}`, name, /^[A-Z][A-Za-z0-9]*$/, "is not PascalCase."),
    ),
    ...[...graph.enums, ...graph.inputs].flatMap((type) =>
      wrong(`${type.agency}: ${nameOf(type)}`, nameOf(type), /^(hub__)?[A-Z][A-Za-z0-9]*$/, "is not PascalCase."),
    ),
    ...graph.enums.flatMap(({ agency, name, values = [] }) =>
      values.flatMap((value) =>
        wrong(
          `${agency}: ${name.value}.${nameOf(value)}`,
          nameOf(value),
          /^(?!UNKNOWN$)[A-Z][A-Z0-9_]*$/,
          "is not SCREAMING_SNAKE, or says UNKNOWN.",
        ),
      ),
    ),
    ...fieldsOf(graph).flatMap(({ field, at }) => [
      ...wrong(at, nameOf(field), /^[a-z][A-Za-z0-9]*$/, "is not camelCase."),
      ...(field.arguments ?? []).flatMap((argument) =>
        wrong(`${at}(${nameOf(argument)}:)`, nameOf(argument), /^[a-z][A-Za-z0-9]*$/, "is not camelCase."),
      ),
      ...(isList(field.type) ? wrong(at, nameOf(field), /s$/, "is a list, so its name must be plural.") : []),
      ...wrong(
        at,
        nameOf(field),
        NAME_BY_TYPE[namedTypeOf(field.type)]?.form ?? /./,
        NAME_BY_TYPE[namedTypeOf(field.type)]?.rule ?? "",
      ),
    ]),
  ];
};

const NAME_BY_TYPE: Readonly<Record<string, { readonly form: RegExp; readonly rule: string }>> = {
  CalendarDay: { form: /(On|From|To|s)$/, rule: "holds a day, so its name must end in On, From or To." },
  Instant: { form: /At$/, rule: "holds an instant, so its name must end in At." },
  Boolean: { form: /^(is|has)[A-Z]/, rule: "holds a truth value, so its name must begin with is or has." },
};

/** Every field says how sensitive it is, by itself or by its type, in whichever agency. */
const everyFieldIsClassified: LintRule = (graph) => {
  const classified = new Set<string>();
  for (const type of graph.types) if (directiveOf(type, "classified")) classified.add(type.name);
  for (const { type, field } of fieldsOf(graph)) {
    if (directiveOf(field, "classified")) classified.add(`${type.name}.${field.name.value}`);
  }
  return fieldsOf(graph)
    .filter(({ type, field }) => !classified.has(type.name) && !classified.has(`${type.name}.${field.name.value}`))
    .map(({ at }) => `${at} has no data class: write @classified(as: …) on the field or its type.`);
};

/** A sensitive field is nullable: who may not see it must not lose the object around it. */
const sensitiveFieldsAreNullable: LintRule = (graph) =>
  fieldsOf(graph)
    .filter(({ field }) => classOf(field) === "SENSITIVE" || classOf(field) === "NOT_SERVED")
    .filter(({ field }) => field.type.kind === Kind.NON_NULL_TYPE)
    .map(({ at }) => `${at} must be nullable, because not everybody may see it.`);

function classOf(element: Parameters<typeof directiveOf>[0]): string | undefined {
  const classified = directiveOf(element, "classified");
  return classified && String(argumentOf(classified, "as"));
}

/**
 * What an agency answers about people says about whom, so that no access goes unaccounted for: the type of a root field
 * of a personal class, or of the nodes of its connection, has `@person`; in a union, what a member about people holds.
 */
const personsCanBeTold: LintRule = (graph) => {
  const told = new Set(graph.types.filter((type) => directiveOf(type, "person")).map(({ name }) => name));
  const fieldTypes = (name: string, only?: string) =>
    (graph.types.find((type) => type.name === name)?.fields ?? [])
      .filter((field) => only === undefined || field.name.value === only)
      .map((field) => namedTypeOf(field.type));
  const isPersonal = (name: string) =>
    graph.types.some((type) => type.name === name && PERSONAL.has(classOf(type) ?? ""));
  const tells = (name: string): boolean =>
    graph.unionMembers.get(name)?.every((member) => !isPersonal(member) || fieldTypes(member).some(tells)) ??
    told.has(fieldTypes(name, "nodes")[0] ?? name);
  return fieldsOf(graph)
    .filter(({ type, field }) => isRoot(type) && PERSONAL.has(classOf(field) ?? ""))
    .filter(({ field }) => !tells(namedTypeOf(field.type)))
    .map(({ at }) => `${at} answers about people, but its type has no @person that says about whom.`);
};

const PERSONAL: ReadonlySet<string> = new Set(["PERSONAL", "SENSITIVE"]);

/** A page says by which argument it is sliced: its cost would otherwise be that of a list of unknown length. */
const pagesSayHowLongTheyAre: LintRule = (graph) =>
  fieldsOf(graph)
    .filter(({ field }) => namedTypeOf(field.type).endsWith("Connection") && !directiveOf(field, "listSize"))
    .map(({ at }) => `${at} is a page, so @listSize must say how its size is asked for.`);

/** The rules of the house, in the order of the report. */
export const lintRules: readonly LintRule[] = [
  everythingIsDescribed,
  crossAgencyFieldsAreNullable,
  shareableFieldsHoldScalars,
  shardsNameWhatExists,
  rootFieldsOfShardedAgenciesAreSharded,
  connectionsHaveOneShape,
  pagesSayHowLongTheyAre,
  namesFollowTheHouse,
  everyFieldIsClassified,
  sensitiveFieldsAreNullable,
  personsCanBeTold,
  deprecationsGiveNotice,
];
